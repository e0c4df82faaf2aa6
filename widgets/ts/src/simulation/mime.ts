import type { IRenderMime } from "@jupyterlab/rendermime";
import { standardRendererFactories } from "@jupyterlab/rendermime/lib/factories";
import { MimeModel } from "@jupyterlab/rendermime/lib/mimemodel";
import { RenderMimeRegistry } from "@jupyterlab/rendermime/lib/registry";
import { Widget } from "@lumino/widgets";
import type { RoomWidgets } from "./manager";
import { drawWidget, WIDGET_VIEW } from "./widget_view";

const known = new WeakMap<RoomWidgets, RenderMimeRegistry>();

class WidgetRenderer extends Widget implements IRenderMime.IRenderer {
  constructor(private readonly manager: RoomWidgets) {
    super();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    await drawWidget(this.manager, model.data[WIDGET_VIEW], this.node);
  }
}

/** What draws each kind of output; widgets inside of outputs too. */
export function renderers(manager: RoomWidgets): RenderMimeRegistry {
  const registry =
    known.get(manager) ?? new RenderMimeRegistry({ initialFactories: standardRendererFactories });
  if (!known.has(manager)) {
    known.set(manager, registry);
    registry.addFactory({
      createRenderer: () => new WidgetRenderer(manager),
      defaultRank: -10,
      mimeTypes: [WIDGET_VIEW],
      safe: true,
    });
  }
  return registry;
}

/** Draw an output of a cell that is not a widget; the guide's outputs are its author's own. */
export async function drawOutput(
  manager: RoomWidgets,
  data: Record<string, unknown>,
  host: HTMLElement,
): Promise<void> {
  const registry = renderers(manager);
  const kind = registry.preferredMimeType(data as IRenderMime.IMimeModel["data"], "any");
  if (!kind) return;
  const renderer = registry.createRenderer(kind);
  Widget.attach(renderer, host);
  await renderer.renderModel(
    new MimeModel({ data: data as IRenderMime.IMimeModel["data"], trusted: true }),
  );
}
