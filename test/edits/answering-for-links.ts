import { connect } from "node:net";
import type { LiveMesh } from "../verify/live-mesh.ts";

/** Which instances listen for links, a line each: the one thing that nobody who logs in as a client can see. */
export async function answeringForLinks({ instances, ground }: LiveMesh): Promise<readonly string[]> {
  const lines = instances.map(async (instance) => {
    const listener = ground.running.endpoint(instance, "leafnode");
    return listener && (await takesConnections(listener.port)) ? [`${instance} listens for links`] : [];
  });
  return (await Promise.all(lines)).flat();
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => answer(true));
    const answer = (takes: boolean) => {
      socket.destroy();
      resolve(takes);
    };
    socket.on("error", () => answer(false));
  });
}
