import type { Connection, Query } from '../../connection.js';
import { CommandFailure, EXIT, wrongUse } from '../../failure.js';
import { list, text } from '../../wire.js';

/** A maintenance operation as a server offers it. */
export interface Offered {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Below `/api`; one on a single object ends in `{uid}`. */
  readonly path: string;
  readonly isOnObject: boolean;
}

export interface Offer {
  readonly operations: readonly Offered[];
  /** The server tells what an operation would do before it does it, and works as a job. Only Orderly does. */
  readonly hasPreviews: boolean;
}

/** What DHIS2 2.42 has, which has no list of it (contract: maintenance.md §1). */
const OF_DHIS2: readonly (readonly [name: string, label: string])[] = [
  ['analyticsTablesClear', 'Clear analytics tables'],
  ['analyticsTablesAnalyze', 'Analyze analytics tables'],
  ['expiredInvitationsClear', 'Remove expired invitations'],
  ['ouPathsUpdate', 'Update paths of organisation units'],
  ['zeroDataValueRemoval', 'Remove zero data values'],
  ['softDeletedDataValueRemoval', 'Remove soft deleted data values'],
  ['softDeletedRelationshipRemoval', 'Remove soft deleted relationships'],
  ['softDeletedEventRemoval', 'Remove soft deleted events'],
  ['softDeletedEnrollmentRemoval', 'Remove soft deleted enrollments'],
  ['softDeletedTrackedEntityRemoval', 'Remove soft deleted tracked entities'],
  ['periodPruning', 'Prune periods'],
  ['sqlViewsDrop', 'Drop SQL views'],
  ['sqlViewsCreate', 'Create SQL views'],
  ['categoryOptionComboUpdate', 'Update category option combos'],
  ['cacheClear', 'Clear caches'],
];

const ON_OBJECTS: readonly (readonly [name: string, label: string, path: string])[] = [
  ['organisationUnitDataPruning', 'Prune data of an organisation unit', 'dataPruning/organisationUnits'],
  ['dataElementDataPruning', 'Prune data of a data element', 'dataPruning/dataElements'],
  [
    'categoryOptionComboUpdateOfCombo',
    'Update option combos of a category combo',
    'categoryOptionComboUpdate/categoryCombo',
  ],
];

/** Names that completion offers. */
export const OPERATION_NAMES: readonly string[] = [
  ...OF_DHIS2.map(([name]) => name),
  ...ON_OBJECTS.map(([name]) => `${name}=`),
];

const OFFER_OF_DHIS2: Offer = {
  hasPreviews: false,
  operations: [
    ...OF_DHIS2.map(([name, label]) => ({
      name,
      label,
      description: '',
      path: `/maintenance/${name}`,
      isOnObject: false,
    })),
    ...ON_OBJECTS.map(([name, label, path]) => ({
      name,
      label,
      description: '',
      path: `/maintenance/${path}/{uid}`,
      isOnObject: true,
    })),
  ],
};

/** What the server offers. Only one that lists its operations has previews: others take `dryRun=true` for nothing, and do the work. */
export async function readOffer(connection: Connection): Promise<Offer> {
  const answer = await connection.ask('/api/maintenance/operations');
  // A DHIS2 knows neither the list nor that it could be read.
  if (answer.status === 404 || answer.status === 405) return OFFER_OF_DHIS2;
  const listed = list(await connection.get('/api/maintenance/operations'));
  const operations = listed.map(({ name, label, description, paths, flags }) => ({
    name: text(name),
    label: text(label),
    description: text(description),
    path: text(Array.isArray(paths) ? paths[0] : undefined),
    isOnObject: flags === undefined,
  }));
  if (operations.every(({ name, path }) => name !== '' && path.startsWith('/maintenance/')))
    return { operations, hasPreviews: true };
  throw new CommandFailure(
    EXIT.failed,
    'The server lists its maintenance operations in a form that is not known here.',
  );
}

/** An operation with the object that it is wanted for. */
export interface Wanted {
  readonly operation: Offered;
  /** `periodPruning`, `dataElementDataPruning=fbfJHSPpUQD` */
  readonly given: string;
  readonly path: string;
}

/**
 * The operations that were named on the command line, each once.
 *
 * @throws CommandFailure for one that the server does not have, or whose object is missing
 */
export function wantedOperations({ operations }: Offer, given: readonly string[]): readonly Wanted[] {
  return [...new Set(given)].map((word) => {
    const [name = '', uid] = word.split('=', 2);
    const operation = operations.find((one) => one.name === name);
    if (!operation)
      throw wrongUse(`There is no maintenance operation ${name}; "orderly maintenance list" shows what there is.`);
    if (operation.isOnObject && !/^[A-Za-z][A-Za-z0-9]{10}$/.test(uid ?? ''))
      throw wrongUse(`${name} is done for one object: say which, as in ${name}=fbfJHSPpUQD.`);
    if (!operation.isOnObject && uid !== undefined)
      throw wrongUse(`${name} is not done for one object: leave "=${uid}" out.`);
    return { operation, given: word, path: `/api${operation.path.replace('{uid}', uid ?? '')}` };
  });
}

/**
 * Requests that do or preview the wanted operations on a server with previews: all that have a flag go in one batch, which the server puts into the right order; each on
 * an object in a request of its own.
 */
export function requestsFor(
  wanted: readonly Wanted[],
  how: Query,
): readonly { readonly path: string; readonly query: Query }[] {
  const flags = wanted.filter(({ operation }) => !operation.isOnObject).map(({ operation }) => [operation.name, true]);
  return [
    ...(flags.length > 0 ? [{ path: '/api/maintenance', query: { ...Object.fromEntries(flags), ...how } }] : []),
    ...wanted.filter(({ operation }) => operation.isOnObject).map(({ path }) => ({ path, query: how })),
  ];
}
