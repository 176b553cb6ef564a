import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { catalogued, conflict, forbidden, OrderlyError } from '../../kernel/errors/index.js';
import {
  type Bundle,
  DEFAULT_OPTIONS,
  type ImportReport,
  importBundle,
  type MetadataObject,
  readBundle,
  singleBundle,
  typeNamed,
  WriteAccess,
} from '../../metadata/index.js';
import { isMailAddress, isMailConfigured } from '../mail/index.js';
import { readSettings } from '../settings/index.js';
import { isNameTaken, writeToken } from './account-store.js';
import { withManagedUser } from './managed-user.js';
import { randomPassword } from './passwords.js';
import { sendRestoreMail } from './restore-mails.js';
import { drawToken, type RestoreKind } from './restore-tokens.js';
import { isPlaceholder, placeholderName } from './usernames.js';

export interface InvitationServices {
  readonly db: Db;
  readonly clock: Clock;
}

/** Who invites, and where people reach the server. */
export interface Inviter {
  readonly user: CurrentUser;
  readonly baseUrl: string;
}

export interface Invited {
  readonly bundle: Bundle;
  readonly report: ImportReport;
}

const USER = typeNamed('user');
/** What the peer writes where an invited user's name is still to be said. */
const UNNAMED = '(TBD)';
const OPTIONS = { ...DEFAULT_OPTIONS, importStrategy: 'CREATE', importReportMode: 'FULL' } as const;

interface Draft {
  readonly object: MetadataObject;
  readonly kind: RestoreKind;
  readonly username: string;
  readonly email: string;
}

/** The user that an invitation makes: nobody knows the password, and a name may be left open. */
function draft(payload: MetadataObject): Draft {
  const source = USER.normalize(payload);
  const said = (name: string): string | undefined => {
    const value = source[name];
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  };
  if (!isMailAddress(source.email)) throw catalogued('E6202');
  const chosen = said('username');
  const username = chosen ?? placeholderName();
  return {
    object: {
      ...source,
      username,
      firstName: said('firstName') ?? UNNAMED,
      surname: said('surname') ?? UNNAMED,
      password: randomPassword(),
    },
    kind: chosen === undefined ? 'inviteWithChoice' : 'inviteWithName',
    username,
    email: source.email,
  };
}

/**
 * Makes a user who cannot log in before they have accepted, and sends them the link for it. A mail that cannot be sent leaves no user behind.
 *
 * @throws OrderlyError 403 without the right; 409 `E6202`–`E6204`, or when the mail cannot be sent
 */
export async function invite(
  services: InvitationServices,
  payload: MetadataObject,
  inviter: Inviter,
): Promise<Invited> {
  await checkInviter(services, inviter);
  return await create(services, await checked(services, payload), inviter);
}

/**
 * The same for many users. All are checked before the first one is made; then each is made with its own mail.
 *
 * @returns the report of the check when it found something, undefined when all are invited
 */
export async function inviteAll(
  services: InvitationServices,
  payloads: readonly MetadataObject[],
  inviter: Inviter,
): Promise<ImportReport | undefined> {
  await checkInviter(services, inviter);
  const drafts: Draft[] = [];
  for (const payload of payloads) drafts.push(await checked(services, payload));
  const trial = await importBundle(
    services.db,
    readBundle({ users: drafts.map(({ object }) => object) }),
    { ...OPTIONS, importMode: 'VALIDATE' },
    { user: inviter.user, clock: services.clock },
  );
  if (trial.status !== 'OK') return trial;
  for (const [index, one] of drafts.entries()) {
    try {
      const { report } = await create(services, one, inviter);
      if (report.status !== 'OK') return report;
    } catch (error) {
      if (index === 0 || !(error instanceof OrderlyError)) throw error;
      throw conflict(`${index} of ${drafts.length} users were invited. ${error.message}`, { cause: error });
    }
  }
  return undefined;
}

/**
 * Sends an invitation once more, with a new link; the old one is good for nothing then.
 *
 * @throws OrderlyError 404, 403, 409
 */
export async function inviteAgain({ db, clock }: InvitationServices, uid: string, inviter: Inviter): Promise<void> {
  await withManagedUser(db, uid, inviter.user, async (handle, account) => {
    if (!account.invitation) throw conflict(`User account is not an invitation: ${uid}`);
    if (!isMailAddress(account.email)) throw catalogued('E6202');
    const kind = isPlaceholder(account.username) ? 'inviteWithChoice' : 'inviteWithName';
    const token = await drawToken(kind, clock.now());
    await writeToken(handle, account.id, token);
    const { email, username, welcomeMessage } = account;
    await sendRestoreMail(handle, {
      kind,
      to: email,
      token: token.encoded,
      username,
      baseUrl: inviter.baseUrl,
      welcomeMessage,
    });
  });
}

async function checkInviter({ db }: InvitationServices, { user }: Inviter): Promise<void> {
  const access = await WriteAccess.of(db, user);
  if (!access.mayCreate(USER)) throw forbidden("You don't have the proper permissions to create this object.");
}

async function checked({ db }: InvitationServices, payload: MetadataObject): Promise<Draft> {
  const one = draft(payload);
  if (one.kind === 'inviteWithName' && (await isNameTaken(db, one.username))) throw catalogued('E6204');
  if (!isMailConfigured(await readSettings(db))) throw catalogued('E6203');
  return one;
}

async function create({ db, clock }: InvitationServices, one: Draft, inviter: Inviter): Promise<Invited> {
  const token = await drawToken(one.kind, clock.now());
  const bundle = singleBundle(USER, one.object);
  for (const object of bundle.get(USER) ?? []) Object.assign(object.columns, { invitation: true, ...token.columns });
  return await transaction(db, async (handle) => {
    const report = await importBundle(handle, bundle, OPTIONS, { user: inviter.user, clock });
    if (report.stats.created === 1) {
      const { welcomeMessage } = one.object;
      await sendRestoreMail(handle, {
        kind: one.kind,
        to: one.email,
        token: token.encoded,
        username: one.username,
        baseUrl: inviter.baseUrl,
        welcomeMessage: typeof welcomeMessage === 'string' ? welcomeMessage : null,
      });
    }
    return { bundle, report };
  });
}
