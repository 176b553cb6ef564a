import { Store } from './store';

const LOOK_EVERY_MS = 3_000;

/** Whether the server can be reached. Any request may find out; while it is lost, the server is looked for until it is there again. */
class Connection {
  readonly isLost = new Store(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  found(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.isLost.set(false);
  }

  lost(): void {
    this.isLost.set(true);
    this.#timer ??= setTimeout(() => void this.#look(), LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    try {
      const { ok } = await fetch(new URL('api/ping', document.baseURI), { signal: AbortSignal.timeout(LOOK_EVERY_MS) });
      if (ok) {
        this.found();
        return;
      }
    } catch {
      // Still away.
    }
    this.#timer = undefined;
    this.lost();
  }
}

export const connection = new Connection();
