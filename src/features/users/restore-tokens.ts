import { randomBytes } from 'node:crypto';
import { hashPassword, verifyPassword } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';

/**
 * What a link in a mail is for. The kind is the beginning of its secret, as in the peer, so that nobody can turn one into another: only the hash of the secret
 * is stored.
 */
export type RestoreKind =
  /** An invitation whose user chooses a name. */
  | 'inviteWithChoice'
  /** An invitation for a name that is given. */
  | 'inviteWithName'
  /** Asked for by a user who forgot the password. */
  | 'recovery'
  /** Sent by an administrator; good even where users may not recover accounts themselves. */
  | 'reset';

/** Longest first: `R` begins both of the last two. */
const PREFIXES: readonly (readonly [prefix: string, kind: RestoreKind])[] = [
  ['RA-', 'reset'],
  ['IC', 'inviteWithChoice'],
  ['ID', 'inviteWithName'],
  ['R', 'recovery'],
];
/** Days that a link is good for (contract: maintenance.md §4.3). */
const DAYS: Readonly<Record<RestoreKind, number>> = {
  inviteWithChoice: 7,
  inviteWithName: 7,
  recovery: 2,
  reset: 2,
};
const DAY_MS = 86_400_000;
const BYTES = 24;
/** An honest one is shorter by far. */
const LONGEST = 500;

/** A token for a link, and what is kept of it in the columns of `userinfo`. */
export interface NewToken {
  readonly encoded: string;
  readonly columns: { readonly idtoken: string; readonly restoretoken: string; readonly restoreexpiry: string };
}

export async function drawToken(kind: RestoreKind, now: Date): Promise<NewToken> {
  const prefix = PREFIXES.find(([, other]) => other === kind)?.[0] ?? '';
  const idToken = randomBytes(BYTES).toString('hex');
  const secret = `${prefix}${randomBytes(BYTES).toString('hex')}`;
  return {
    encoded: Buffer.from(`${idToken}:${secret}`).toString('base64url'),
    columns: {
      idtoken: idToken,
      restoretoken: await hashPassword(secret),
      restoreexpiry: formatTimestamp(new Date(now.getTime() + DAYS[kind] * DAY_MS)),
    },
  };
}

/** When the link that expires at this time was sent. */
export const sentAt = (expiresAt: number, kind: RestoreKind): number => expiresAt - DAYS[kind] * DAY_MS;

export interface SentToken {
  readonly idToken: string;
  readonly secret: string;
  readonly kind: RestoreKind;
}

/** The two parts of a token as it comes back; undefined for what was never one. */
export function readToken(encoded: string): SentToken | undefined {
  if (encoded.length > LONGEST) return undefined;
  const [idToken = '', secret = '', ...rest] = Buffer.from(encoded, 'base64url').toString('utf8').split(':');
  const kind = PREFIXES.find(([prefix]) => secret.startsWith(prefix))?.[1];
  if (idToken === '' || kind === undefined || rest.length > 0 || secret.includes('\0') || idToken.includes('\0'))
    return undefined;
  return { idToken, secret, kind };
}

/** Whether the secret is the one whose hash is stored. Takes as long when there is no hash, so that nothing is learnt from the time. */
export const isSecret = async (secret: string, stored: string | null | undefined): Promise<boolean> =>
  await verifyPassword(secret, stored);
