import { OutputModel as BareModel, OutputView as BareView } from "@jupyter-widgets/output";
import type { IOutput } from "@jupyterlab/nbformat";
import { OutputAreaModel } from "@jupyterlab/outputarea/lib/model";
import { SimplifiedOutputArea } from "@jupyterlab/outputarea/lib/widget";
import type { KernelMessage } from "@jupyterlab/services";
import { Widget } from "@lumino/widgets";
import type { RoomWidgets } from "./manager";
import { renderers } from "./mime";

const OUTPUTS = new Set(["stream", "display_data", "execute_result", "error"]);

/**
 * What code prints and shows while an Output widget listens.
 *
 * The page whose member moved something takes the outputs in, and tells them to the kernel as the
 * widget's state, from which everybody has them.
 */
export class OutputModel extends BareModel {
  // Backbone initialises before a class's own fields are set: these have no value of their own.
  declare area: OutputAreaModel;
  declare private heard: string;
  declare private own: boolean;
  declare private hook: (message: KernelMessage.IIOPubMessage) => boolean;

  override initialize(attributes: Backbone.ObjectHash, options: never): void {
    super.initialize(attributes, options);
    this.area = new OutputAreaModel({ trusted: true });
    this.heard = "";
    this.own = false;
    this.hook = (message) => this.take(message);
    this.listenTo(this, "change:msg_id", this.listen);
    this.listenTo(this, "change:outputs", this.show);
    this.show();
    this.listen();
  }

  private get room(): RoomWidgets {
    return this.widget_manager as unknown as RoomWidgets;
  }

  private take(message: KernelMessage.IIOPubMessage): boolean {
    const { msg_type: kind } = message.header;
    if (kind === "clear_output") {
      this.area.clear((message.content as { wait: boolean }).wait);
    } else if (OUTPUTS.has(kind)) {
      this.area.add({ ...message.content, output_type: kind } as IOutput);
    } else {
      return true;
    }
    this.own = true;
    this.set("outputs", this.area.toJSON());
    this.own = false;
    this.save_changes();
    return false;
  }

  private listen(): void {
    const { kernel } = this.room;
    if (this.heard) kernel.removeMessageHook(this.heard, this.hook);
    this.heard = String(this.get("msg_id") ?? "");
    if (this.heard) kernel.registerMessageHook(this.heard, this.hook);
  }

  private show(): void {
    if (!this.own) this.area.fromJSON(this.get("outputs") as IOutput[]);
  }
}

export class OutputView extends BareView {
  declare private drawn: SimplifiedOutputArea | undefined;

  override render(): void {
    super.render();
    this.el.classList.add("jupyter-widgets", "widget-output");
    const { area, widget_manager } = this.model as OutputModel;
    const rendermime = renderers(widget_manager as unknown as RoomWidgets);
    this.drawn = new SimplifiedOutputArea({ model: area, rendermime });
    const drawn = this.drawn;
    void this.displayed.then(() => Widget.attach(drawn, this.el));
  }

  override remove(): this {
    this.drawn?.dispose();
    super.remove();
    return this;
  }
}
