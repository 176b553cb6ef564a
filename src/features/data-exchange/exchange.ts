import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { objectNotFound } from '../../kernel/errors/index.js';
import { isShared } from '../../metadata/index.js';

/** One query of a source, in the terms of `/api/analytics` (DHIS2 web API, chapter "Data exchange"). */
export interface SourceRequest {
  readonly name: string;
  readonly dx: readonly string[];
  readonly pe: readonly string[];
  readonly ou: readonly string[];
  readonly filters: readonly { readonly dimension: string; readonly items: readonly string[] }[];
  readonly inputIdScheme: string | undefined;
  readonly outputIdScheme: string | undefined;
  readonly outputDataElementIdScheme: string | undefined;
  readonly outputDataItemIdScheme: string | undefined;
  readonly outputOrgUnitIdScheme: string | undefined;
  readonly aggregationType: string | undefined;
}

/** How the target is to take the values. */
export interface TargetRequest {
  readonly idScheme: string | undefined;
  readonly dataElementIdScheme: string | undefined;
  readonly orgUnitIdScheme: string | undefined;
  readonly categoryOptionComboIdScheme: string | undefined;
  readonly importStrategy: string | undefined;
  readonly skipAudit: boolean;
  readonly dryRun: boolean;
}

export interface TargetApi {
  readonly url: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly accessToken: string | undefined;
}

export interface Exchange {
  readonly uid: string;
  readonly name: string;
  readonly requests: readonly SourceRequest[];
  /** Undefined for an exchange within this server. */
  readonly api: TargetApi | undefined;
  readonly target: TargetRequest;
  readonly mayReadData: boolean;
  readonly mayWriteData: boolean;
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = (value: unknown): Members => (isMembers(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): readonly string[] => list(value).filter((element) => typeof element === 'string');
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/**
 * An exchange with the secrets of its target, and what the user may do with its data.
 *
 * @throws OrderlyError 404 when there is none that the user may see
 */
export async function readExchange(db: Db, uid: string, user: CurrentUser): Promise<Exchange> {
  const { rows } = await sql<{
    name: string;
    source: unknown;
    target: unknown;
    mayReadData: boolean;
    mayWriteData: boolean;
  }>`
    select exchange.name, exchange.source, exchange.target,
      ${isShared('exchange', user, 'dataRead')} as "mayReadData", ${isShared('exchange', user, 'dataWrite')} as "mayWriteData"
    from aggregatedataexchange as exchange
    where exchange.uid = ${uid} and ${isShared('exchange', user, 'read')}
  `.execute(db);
  const [row] = rows;
  if (!row) throw objectNotFound('AggregateDataExchange', uid);
  const [source, target] = [members(row.source), members(row.target)];
  return {
    uid,
    name: row.name,
    requests: list(source.requests).filter(isMembers).map(requestOf),
    api: target.type === 'EXTERNAL' ? apiOf(members(target.api)) : undefined,
    target: targetOf(members(target.request)),
    mayReadData: row.mayReadData,
    mayWriteData: row.mayWriteData,
  };
}

const requestOf = (request: Members): SourceRequest => ({
  name: text(request.name) ?? '',
  dx: texts(request.dx),
  pe: texts(request.pe),
  ou: texts(request.ou),
  filters: list(request.filters)
    .filter(isMembers)
    .map(({ dimension, items }) => ({ dimension: text(dimension) ?? '', items: texts(items) })),
  inputIdScheme: text(request.inputIdScheme),
  outputIdScheme: text(request.outputIdScheme),
  outputDataElementIdScheme: text(request.outputDataElementIdScheme),
  outputDataItemIdScheme: text(request.outputDataItemIdScheme),
  outputOrgUnitIdScheme: text(request.outputOrgUnitIdScheme),
  aggregationType: text(request.aggregationType),
});

const targetOf = (request: Members): TargetRequest => ({
  idScheme: text(request.idScheme),
  dataElementIdScheme: text(request.dataElementIdScheme),
  orgUnitIdScheme: text(request.orgUnitIdScheme),
  categoryOptionComboIdScheme: text(request.categoryOptionComboIdScheme),
  importStrategy: text(request.importStrategy),
  skipAudit: request.skipAudit === true,
  dryRun: request.dryRun === true,
});

const apiOf = ({ url, username, password, accessToken }: Members): TargetApi => ({
  url: (text(url) ?? '').replace(/\/+$/, ''),
  username: text(username),
  password: typeof password === 'string' && password !== '' ? password : undefined,
  accessToken: text(accessToken),
});
