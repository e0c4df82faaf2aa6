import { Widget } from "@lumino/widgets";
import type { RoomWidgets } from "./manager";

export const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";

/** Draw the view of a widget that the kernel has, inside of an element. */
export async function drawWidget(
  manager: RoomWidgets,
  shown: unknown,
  host: HTMLElement,
): Promise<void> {
  const model = await manager.get_model((shown as { model_id: string }).model_id);
  const view = await manager.create_view(model);
  Widget.attach(view.luminoWidget, host);
}
