import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between a program and the server at a socket or port, which can be made to say nothing without an end, or to break. */
export interface Proxy {
  readonly port: number;
  freeze(): void;
  /** Ends what is going on and takes nothing new. */
  cut(): void;
  /** Ends either. */
  thaw(): void;
  stop(): void;
}

export async function startProxy(target: string | number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = typeof target === 'number' ? connect(target, '127.0.0.1') : connect(target);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('data', (data) => other.write(data));
      socket.on('end', () => other.end());
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      if (frozen) socket.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    thaw() {
      frozen = false;
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
