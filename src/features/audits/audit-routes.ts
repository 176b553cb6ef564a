import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RawBuilder, sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, listParameter, parseFields } from '../../http/index.js';
import { badRequest, catalogued, conflict } from '../../kernel/errors/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import { type MetadataType, readContext, readList, timestamp, typeNamed } from '../../metadata/index.js';
import { LIST_QUERY, type ListParameters, pageOf, pager, repeated, sendText } from '../metadata/index.js';
import { DATA_APPROVAL_AUDIT, DATA_VALUE_AUDIT } from './audit-types.js';

const PAGING = { page: LIST_QUERY.properties.page, pageSize: LIST_QUERY.properties.pageSize };
const COMMON = { ...PAGING, paging: LIST_QUERY.properties.paging, skipPaging: LIST_QUERY.properties.skipPaging };
const text = () => Type.Optional(Type.String());

const VALUE_QUERY = Type.Object({
  ...COMMON,
  ds: listParameter(),
  de: listParameter(),
  pe: listParameter(),
  ou: listParameter(),
  co: text(),
  cc: text(),
  auditType: Type.Array(Type.Enum(['CREATE', 'UPDATE', 'DELETE', 'READ', 'SEARCH']), { default: [] }),
});

const APPROVAL_QUERY = Type.Object({
  ...COMMON,
  dal: listParameter(),
  wf: listParameter(),
  ou: listParameter(),
  aoc: listParameter(),
  startDate: text(),
  endDate: text(),
});

const config = { produces: ['json'] as const, cache: 'no-store' as const };

/** `GET /api/audits/dataValue` and `/api/audits/dataApproval`, the newest first (DHIS2 web API, chapter "Audit"; contract: schema.md §2.2, §2.5). */
export function auditRoutes(api: ApiServer, db: Db): void {
  api.get('/audits/dataValue', { config, schema: { querystring: VALUE_QUERY } }, async (request, reply) => {
    const { ds, de, pe, ou, co, cc, auditType } = request.query;
    const elements = [...(await keysOf(db, 'dataElement', de)), ...(await elementsOf(db, ds))];
    const combos = await keysOf(db, 'categoryOptionCombo', co === undefined ? [] : [co], () =>
      catalogued('E1103', co ?? ''),
    );
    const attributes = await keysOf(db, 'categoryOptionCombo', cc === undefined ? [] : [cc], () =>
      catalogued('E1104', cc ?? ''),
    );
    return await sendAudits(db, request, reply, DATA_VALUE_AUDIT, [
      among('dataelementid', elements, de.length + ds.length > 0),
      periodAmong(pe),
      among('organisationunitid', await keysOf(db, 'organisationUnit', ou), ou.length > 0),
      among('categoryoptioncomboid', combos, co !== undefined),
      among('attributeoptioncomboid', attributes, cc !== undefined),
      // Old rows have the words in lower case (contract: schema.md §2.2).
      auditType.length === 0
        ? undefined
        : (alias) => sql`upper(${sql.ref(`${alias}.audittype`)}) = any (${auditType}::text[])`,
    ]);
  });

  api.get('/audits/dataApproval', { config, schema: { querystring: APPROVAL_QUERY } }, async (request, reply) => {
    const { dal, wf, ou, aoc, startDate, endDate } = request.query;
    const from = dateOf(startDate, 'startDate');
    const to = dateOf(endDate, 'endDate');
    return await sendAudits(db, request, reply, DATA_APPROVAL_AUDIT, [
      among('levelid', await keysOf(db, 'dataApprovalLevel', dal), dal.length > 0),
      among('workflowid', await keysOf(db, 'dataApprovalWorkflow', wf), wf.length > 0),
      among('organisationunitid', await keysOf(db, 'organisationUnit', ou), ou.length > 0),
      among('attributeoptioncomboid', await keysOf(db, 'categoryOptionCombo', aoc), aoc.length > 0),
      from === undefined ? undefined : (alias) => sql`${sql.ref(`${alias}.created`)} >= ${from}::timestamp`,
      to === undefined ? undefined : (alias) => sql`${sql.ref(`${alias}.created`)} <= ${to}::timestamp`,
    ]);
  });
}

type Condition = ((alias: string) => RawBuilder<boolean>) | undefined;

async function sendAudits(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
  type: MetadataType,
  conditions: readonly Condition[],
): Promise<FastifyReply> {
  const page = pageOf(request.query as ListParameters);
  const fields = parseFields(repeated(request.query, 'fields').join(',') || ':all');
  const { total, objects } = await readList(
    db,
    type,
    {
      fields,
      order: ['created:desc'],
      where: (alias) =>
        sql`(${sql.join(
          conditions.map((condition) => condition?.(alias) ?? sql`true`),
          sql` and `,
        )})`,
      page: page && { offset: (page.number - 1) * page.size, limit: page.size },
    },
    readContext(request.user, request.apiRoot, {}),
  );
  const path = request.routeOptions.url?.replace('/api', request.apiRoot) ?? request.apiRoot;
  const head = page ? `"pager":${JSON.stringify(pager(page, total, path, sent(request)))},` : '';
  return sendText(request, reply, `{${head}"${type.plural}":[${objects}]}`);
}

/** The parameters that links repeat: those that were sent, without the empty lists of the others. */
const sent = ({ query }: FastifyRequest): object =>
  Object.fromEntries(
    Object.entries(query as object).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );

/** A condition on a key; none when the request does not have it. */
function among(column: string, keys: readonly number[], isAsked: boolean): Condition {
  return isAsked ? (alias) => sql`${sql.ref(`${alias}.${column}`)} = any (${keys}::bigint[])` : undefined;
}

/** @throws OrderlyError 409 for what is no period */
function periodAmong(names: readonly string[]): Condition {
  if (names.length === 0) return undefined;
  const periods = names.map((name) => parsePeriod(name) ?? illegalPeriod(name));
  return (alias) => sql`${sql.ref(`${alias}.periodid`)} in (
    select period.periodid from period
    join periodtype on periodtype.periodtypeid = period.periodtypeid
    join unnest(${periods.map(({ type }) => type)}::text[], ${periods.map(({ startDate }) => startDate)}::date[]) as wanted (type, start_date)
      on wanted.type = periodtype.name and wanted.start_date = period.startdate
  )`;
}

function illegalPeriod(name: string): never {
  throw conflict(`Illegal period identifier: ${name}`);
}

/** Keys of objects. @throws OrderlyError 409 for one that is not there */
async function keysOf(
  db: Db,
  name: string,
  uids: readonly string[],
  missing?: () => Error,
): Promise<readonly number[]> {
  const wanted = [...new Set(uids)];
  if (wanted.length === 0) return [];
  const { table, key, simpleName } = typeNamed(name);
  const { rows } = await sql<{ uid: string; key: number }>`
    select object.uid, object.${sql.ref(key)} as key from ${sql.table(table)} as object where object.uid = any (${wanted.filter(isUid)}::text[])
  `.execute(db);
  const found = new Set(rows.map(({ uid }) => uid));
  const absent = wanted.filter((uid) => !found.has(uid));
  if (absent.length > 0) throw missing?.() ?? catalogued('E1112', simpleName, `[${absent.join(', ')}]`);
  return rows.map((row) => row.key);
}

/** Keys of the data elements of data sets. */
async function elementsOf(db: Db, dataSets: readonly string[]): Promise<readonly number[]> {
  const keys = await keysOf(db, 'dataSet', dataSets);
  const { rows } = await sql<{ key: number }>`
    select distinct datasetelement.dataelementid as key from datasetelement where datasetelement.datasetid = any (${keys}::bigint[])
  `.execute(db);
  return rows.map(({ key }) => key);
}

function dateOf(given: string | undefined, name: string): string | undefined {
  if (given === undefined || given === '') return undefined;
  const moment = timestamp(given);
  if (moment === undefined)
    throw badRequest(`Value '${given}' is not valid for parameter ${name}. It should be a date such as 2026-01-31`);
  return moment;
}
