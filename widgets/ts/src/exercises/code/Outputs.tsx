import type { CodeOutput } from "../../types";
import { t } from "../../words";

/** Texts that follow each other, as one. */
function joined(outputs: readonly CodeOutput[]): CodeOutput[] {
  const made: CodeOutput[] = [];
  for (const each of outputs) {
    const last = made.at(-1);
    if (last?.kind === "text" && each.kind === "text") {
      made[made.length - 1] = { kind: "text", text: last.text + each.text };
    } else {
      made.push(each);
    }
  }
  return made;
}

function Output({ output }: { output: CodeOutput }) {
  if (output.kind === "picture") {
    const { png, text, width, height } = output;
    return (
      <img
        src={`data:image/png;base64,${png}`}
        alt={text || t("exercise.code.picture")}
        width={width}
        height={height}
      />
    );
  }
  if (output.kind === "html") {
    return (
      <div
        class="cb-code__html"
        // Sanitised by the server.
        dangerouslySetInnerHTML={{ __html: output.html }}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keys
    <pre class={`cb-code__${output.kind}`} tabIndex={0} dir="ltr">
      {output.text}
    </pre>
  );
}

/** What code has shown. */
export function Outputs({ outputs, cut }: { outputs: readonly CodeOutput[]; cut: boolean }) {
  if (outputs.length === 0 && !cut) return null;
  return (
    <section class="cb-code__outputs" aria-label={t("exercise.code.outputs")}>
      {joined(outputs).map((output, index) => (
        <Output key={index} output={output} />
      ))}
      {cut && <p class="cb-code__cut">{t("exercise.code.cut")}</p>}
    </section>
  );
}
