import { Dialog } from "../discussion/parts/Dialog";
import { t } from "../words";
import { KeepDialog } from "./KeepDialog";
import { Kept } from "./Kept";
import type { Pins } from "./model";
import type { Targets } from "./targets";

interface PartProps {
  pins: Pins;
  close: () => void;
}

function ListDialog({ pins, close, cell }: PartProps & { cell: string }) {
  const kept = [...pins.ofCell(cell).value].reverse();
  return (
    <Dialog title={t("page.pin.list")} close={close}>
      {kept.length === 0 && <p>{t("page.pin.none")}</p>}
      {kept.map((pin) => (
        <Kept key={pin.id} pins={pins} pin={pin} close={close} />
      ))}
    </Dialog>
  );
}

function OneDialog({ pins, close, id }: PartProps & { id: string }) {
  const known = pins.kept.value;
  const pin = known?.find((each) => each.id === id);
  return (
    <Dialog title={t("page.pin.one")} close={close}>
      {pin && <Kept pins={pins} pin={pin} close={close} />}
      {!pin && <p role="status">{t(known ? "page.pin.gone" : "page.pin.fetching")}</p>}
    </Dialog>
  );
}

/** Whatever of kept states is open over the page. */
export function PinDialogs({ pins, targets }: { pins: Pins; targets: Targets }) {
  const open = pins.window.value;
  const close = () => {
    pins.window.value = null;
  };
  if (!open) return null;
  if (open.on === "keep") {
    return <KeepDialog pins={pins} targets={targets} cell={open.cell} close={close} />;
  }
  if (open.on === "list") return <ListDialog pins={pins} cell={open.cell} close={close} />;
  return <OneDialog pins={pins} id={open.pin} close={close} />;
}
