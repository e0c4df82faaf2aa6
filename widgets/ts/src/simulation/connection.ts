import type { Kernel } from "@jupyterlab/services";
import { CommsOverSubshells } from "@jupyterlab/services/lib/kernel";
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";

const PROTOCOL = "v1.kernel.websocket.jupyter.org";

/** The library would try without a protocol the second time; the server speaks no other. */
class KernelSocket extends WebSocket {
  constructor(url: string | URL) {
    super(url, PROTOCOL);
  }
}

/** Open the one socket that all simulations of the page share. */
export function connect(kernelId: string): Kernel.IKernelConnection {
  const baseUrl = `${location.origin}/`;
  const serverSettings = ServerConnection.makeSettings({
    appendToken: false,
    baseUrl,
    token: "",
    WebSocket: KernelSocket,
    wsUrl: baseUrl.replace(/^http/, "ws"),
  });
  const kernel = new KernelConnection({ model: { id: kernelId, name: "" }, serverSettings });
  // The server lets no page start a subshell.
  kernel.commsOverSubshells = CommsOverSubshells.Disabled;
  return kernel;
}
