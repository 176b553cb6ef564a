import { Store } from './store';

/** Who is logged in, as far as the console needs it. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly authorities: readonly string[];
  readonly locale: string | undefined;
}

export type SessionState =
  | { readonly is: 'unknown' }
  | { readonly is: 'out' }
  | { readonly is: 'in'; readonly user: User }
  /** It ended while its user was at work: the page waits below a login. */
  | { readonly is: 'ended'; readonly user: User };

class Session {
  readonly state = new Store<SessionState>({ is: 'unknown' });

  /**
   * Called for a request that was refused because nobody is logged in. Waits until the user who was has logged in again.
   *
   * @returns false when nobody was, or when the one who asks gave up
   */
  async renewed(signal?: AbortSignal): Promise<boolean> {
    const now = this.state.get();
    if (now.is === 'in') this.state.set({ is: 'ended', user: now.user });
    if (this.state.get().is !== 'ended') return false;
    return await new Promise<boolean>((resolve) => {
      const finish = (renewed: boolean): void => {
        stop();
        resolve(renewed);
      };
      const stop = this.state.listen(() => {
        const { is } = this.state.get();
        if (is !== 'ended') finish(is === 'in');
      });
      signal?.addEventListener('abort', () => finish(false), { once: true });
    });
  }
}

export const session = new Session();
