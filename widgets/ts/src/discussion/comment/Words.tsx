import { useLayoutEffect, useRef } from "preact/hooks";

/** What somebody wrote, with the mentions of whoever reads marked. */
export function Words({ html, me }: { html: string; me: string }) {
  const words = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const mention of words.current?.querySelectorAll<HTMLElement>(".cb-mention") ?? []) {
      mention.classList.toggle("cb-mention--me", mention.dataset.person === me);
    }
  }, [html, me]);
  return (
    <div
      ref={words}
      class="cb-comment__words"
      // The server made this of Markdown and sanitised it: the one place that does.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
