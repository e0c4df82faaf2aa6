import { render } from "preact";
import type { Pins } from "./model";
import { PinDialogs } from "./PinDialogs";
import type { Targets } from "./targets";

const ADDRESS = /^\/pins\/(pin_[a-z2-7]{20})$/;
const HASH = /^#pin-([a-z2-7]{20})$/;

/** Bring kept states to life: what is open, and the ways there from comments and answers. */
export function showPins(pins: Pins, targets: Targets): void {
  const place = document.createElement("div");
  document.body.append(place);
  render(<PinDialogs pins={pins} targets={targets} />, place);

  const open = (pin: string) => {
    void pins.ensure();
    pins.window.value = { on: "pin", pin };
  };
  // One of another workbook leads there.
  const openOrGo = async (pin: string, address: string) => {
    await pins.ensure();
    if (pins.has(pin)) open(pin);
    else location.assign(address);
  };
  addEventListener("click", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    const link = (event.target as Element).closest?.<HTMLAnchorElement>("a.cb-pin");
    const found = link && plain ? ADDRESS.exec(new URL(link.href).pathname) : null;
    if (!found) return;
    event.preventDefault();
    void openOrGo(found[1] ?? "", link?.href ?? "");
  });
  const follow = () => {
    const found = HASH.exec(location.hash);
    if (found) open(`pin_${found[1]}`);
  };
  addEventListener("hashchange", follow);
  follow();
}
