import { useState } from "preact/hooks";
import { Moment } from "../discussion/parts/Moment";
import { problemOf } from "../discussion/problem";
import type { Pin } from "../types";
import { t } from "../words";
import { BringBack } from "./BringBack";
import type { Pins } from "./model";
import { StateView } from "./StateView";

interface KeptProps {
  pins: Pins;
  pin: Pin;
  close: () => void;
}

function Remove({ pins, pin }: { pins: Pins; pin: Pin }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = () => pins.remove(pin).catch((error) => setProblem(problemOf(error)));
  return (
    <>
      {problem && <p role="alert">{problem}</p>}
      {asking ? (
        <span class="cb-kept__sure">
          {t("page.pin.remove.sure")}{" "}
          <button type="button" class="cb-text-button" onClick={() => void remove()}>
            {t("page.pin.remove.yes")}
          </button>{" "}
          <button type="button" class="cb-text-button" onClick={() => setAsking(false)}>
            {t("discussion.cancel")}
          </button>
        </span>
      ) : (
        <button type="button" class="cb-text-button" onClick={() => setAsking(true)}>
          {t("page.pin.remove")}
        </button>
      )}
    </>
  );
}

/** A kept state, and all that can be done with it. */
export function Kept({ pins, pin, close }: KeptProps) {
  return (
    <article class="cb-kept">
      <StateView settings={pin.settings} picture={pin.picture ? `/pins/${pin.id}/picture` : null} />
      <p class="cb-quiet-words">
        {pin.by.name}, <Moment at={pin.at} />
      </p>
      <div class="cb-kept__deeds">
        <BringBack pins={pins} pin={pin} done={close} />
        {pins.mayRemove(pin) && <Remove pins={pins} pin={pin} />}
      </div>
    </article>
  );
}
