/** Wakes who waits for it; a ring that nobody waited for wakes the next one. */
export class Bell {
  readonly #signal: AbortSignal;
  #rang = false;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.ring(), { once: true });
  }

  ring(): void {
    this.#rang = true;
    this.#wake?.();
  }

  async rung(atMostMs: number): Promise<void> {
    if (!this.#rang && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMostMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#rang = false;
  }
}
