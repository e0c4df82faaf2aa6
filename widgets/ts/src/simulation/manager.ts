import { type IClassicComm, shims, type WidgetModel, type WidgetView } from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { JSONObject } from "@lumino/coreutils";
import { LibraryMissing, type WidgetLibraries } from "./libraries";

const LONGEST_WAIT_MS = 5_000;

type WidgetClass = typeof WidgetModel | typeof WidgetView;

/** Keeps the page's widgets equal to those in the room's kernel. */
export class RoomWidgets extends ManagerBase {
  /** Libraries that widgets asked for and that could not be found. */
  readonly missing: string[] = [];

  constructor(
    readonly kernel: Kernel.IKernelConnection,
    private readonly libraries: WidgetLibraries,
  ) {
    super();
    kernel.registerCommTarget(this.comm_target_name, async (comm, message) => {
      await this.handle_comm_open(new shims.services.Comm(comm), message);
    });
  }

  /** Take in all widgets as the kernel has them now; those known already are brought up to date. */
  async restore(): Promise<void> {
    await this._loadFromKernel();
    this.kernel.connectionStatusChanged.connect(this.catchUp, this);
  }

  /** Connect again at once: the library alone would wait, ever longer, and give up in the end. */
  async resume(): Promise<void> {
    if (!this.kernel.isDisposed && this.kernel.connectionStatus !== "connected") {
      await this.kernel.reconnect();
    }
  }

  /** Wait until the kernel has done, and the page has drawn, what was asked of it so far. */
  async settled(): Promise<void> {
    const done = async () => {
      await this._get_comm_info();
      // A control that is moved quickly holds its last place back until the one before is done.
      await this._get_comm_info();
    };
    await Promise.race([done(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
  }

  private catchUp(_kernel: unknown, status: Kernel.ConnectionStatus): void {
    // What the kernel said meanwhile went past us.
    if (status === "connected") void this._loadFromKernel().catch(() => undefined);
  }

  /** Leave the kernel alone: its widgets are everybody's, only the page forgets them. */
  forget(): void {
    this.disconnect();
    this.kernel.dispose();
  }

  /** The element of each widget says whose it is, so that a control can be spoken of. */
  // biome-ignore lint/suspicious/noExplicitAny: the library's own overloads
  override async create_view(model: any, options?: unknown): Promise<any> {
    const view = await super.create_view(model, options);
    view.el?.setAttribute("data-control", String(model.model_id));
    return view;
  }

  protected override async loadClass(name: string, library: string): Promise<WidgetClass> {
    try {
      const found = (await this.libraries.load(library))[name];
      if (found) return found as WidgetClass;
      throw new LibraryMissing(`${library}, with ${name}`);
    } catch (error) {
      if (error instanceof LibraryMissing) this.missing.push(error.library);
      throw error;
    }
  }

  protected override async _create_comm(
    target: string,
    id?: string,
    data?: JSONObject,
    metadata?: JSONObject,
    buffers?: ArrayBuffer[] | ArrayBufferView[],
  ): Promise<IClassicComm> {
    const comm = this.kernel.createComm(target, id);
    if (data || metadata) comm.open(data ?? null, metadata, buffers);
    return new shims.services.Comm(comm);
  }

  protected override async _get_comm_info(): Promise<JSONObject> {
    const reply = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    const { content } = reply as KernelMessage.ICommInfoReplyMsg;
    return content.status === "ok" ? (content.comms as unknown as JSONObject) : {};
  }
}
