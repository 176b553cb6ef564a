import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
let uids: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  const { rows } = await sql<Record<string, string>>`
    select
      (select uid from program where type = 'WITH_REGISTRATION' limit 1) as program,
      (select uid from program where type = 'WITHOUT_REGISTRATION') as register,
      (select stage.uid from programstage as stage join program using (programid) where type = 'WITHOUT_REGISTRATION') as stage,
      (select uid from trackedentitytype limit 1) as type, (select uid from organisationunit limit 1) as unit,
      (select uid from trackedentity limit 1) as entity, (select uid from event limit 1) as event,
      (select uid from trackedentityattribute limit 1) as attribute,
      (select element.uid from dataelement as element join programstagedataelement using (dataelementid) where valuetype = 'NUMBER' limit 1) as number
  `.execute(server.db);
  uids = rows[0] ?? {};
});

const filled = (text: string): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => uids[name] ?? placeholder);
const UID = 'UID must be an alphanumeric string of 11 characters starting with a letter, but was:';
const DATE = 'It should be a date such as 2024-01-31, or a date and time such as 2024-01-31T10:30:00.000';
const ENROLLMENT_ORDER =
  "Supported fields are 'completedAt, createdAt, createdAtClient, enrolledAt, updatedAt, updatedAtClient'. All of which can at most be specified once.";
const TOGETHER = '`eventOccurredAfter`, `eventOccurredBefore` and `eventStatus` must be specified together';

describe('a parameter that cannot be is refused by name', () => {
  it.each([
    ['events?program=x', `Value 'x' is not valid for parameter program. ${UID} x`],
    ['events?program=abcdefghijk', 'Program is specified but does not exist: abcdefghijk'],
    ['events?programStage=abcdefghijk', 'Program stage is specified but does not exist: abcdefghijk'],
    ['events?trackedEntity=abcdefghijk', 'Tracked entity is specified but does not exist: abcdefghijk'],
    ['events?events=abcdefghijk,nope', `Value 'nope' is not valid for parameter events. ${UID} nope`],
    ['events?event=abcdefghijk;nope', `Value 'nope' is not valid for parameter event. ${UID} nope`],
    [
      'events?event=abcdefghijk&events=abcdefghijk',
      "Only one parameter of 'event' and 'events' must be specified. Prefer 'events' as 'event' will be removed.",
    ],
    [
      'events?programStatus=ACTIVE&enrollmentStatus=ACTIVE',
      "Only one parameter of 'programStatus' and 'enrollmentStatus' must be specified. Prefer 'enrollmentStatus' as 'programStatus' will be removed.",
    ],
    [
      'events?status=DONE',
      "Value 'DONE' is not valid for parameter status. Valid values are: [ACTIVE, COMPLETED, VISITED, SCHEDULE, OVERDUE, SKIPPED]",
    ],
    ['events?followUp=maybe', "Value 'maybe' is not valid for parameter followUp. It should be of type boolean"],
    ['events?occurredAfter=2023-02-30', `Value '2023-02-30' is not valid for parameter occurredAfter. ${DATE}`],
    ['events?updatedWithin=3x', '`updatedWithin` is not valid: 3x'],
    ['events?updatedWithin=P', '`updatedWithin` is not valid: P'],
    [
      'events?updatedWithin=3d&updatedAfter=2024-01-01',
      '`updatedAfter` or `updatedBefore` and `updatedWithin` cannot be specified simultaneously',
    ],
    [
      'events?orgUnitMode=NEAR',
      "Value 'NEAR' is not valid for parameter orgUnitMode. Valid values are: [SELECTED, CHILDREN, DESCENDANTS, ACCESSIBLE, CAPTURE, ALL]",
    ],
    [
      'events?orgUnitMode=CHILDREN',
      'At least one org unit is required for orgUnitMode: CHILDREN. Please add one org unit or use a different orgUnitMode.',
    ],
    [
      'events?orgUnitMode=ALL&orgUnits={unit}',
      'orgUnitMode ALL cannot be used with orgUnits. Please remove the orgUnit parameter and try again.',
    ],
    [
      'events?assignedUserMode=CURRENT&assignedUsers=abcdefghijk',
      'Assigned User uid(s) cannot be specified if selectionMode is not PROVIDED',
    ],
    ['events?assignedUserMode=PROVIDED', 'Assigned User uid(s) must be specified if selectionMode is PROVIDED'],
    [
      'events?attributeCategoryCombo=bjDvmb4bfuf',
      '`attributeCategoryCombo` and `attributeCategoryOptions` must be specified together',
    ],
    [
      'events?attributeCategoryCombo=bjDvmb4bfuf&attributeCategoryOptions=abcdefghijk',
      'attributeCategoryCombo bjDvmb4bfuf has no combination of the options abcdefghijk of attributeCategoryOptions',
    ],
    [
      'events?idScheme=NUMBER',
      "Value 'NUMBER' is not valid for parameter idScheme. Valid values are: [UID, CODE, NAME, ATTRIBUTE:{uid}]",
    ],
    ['events?events={event}&filter={number}:eq:1', 'Event UIDs and filters can not be specified at the same time'],
    ['events?filter=abcdefghijk:eq:1', "filter is invalid. Data element 'abcdefghijk' does not exist."],
    [
      'events?filterAttributes=abcdefghijk:eq:1',
      "attribute filters are invalid. Tracked entity attribute 'abcdefghijk' does not exist.",
    ],
    [
      'events?filter={number}:eq:abc',
      'The filter on {number} is invalid: values of {number} are numbers, but `abc` is not.',
    ],
    ['events?filter=short:eq:1', `filter=short:eq:1 is invalid. ${UID} short`],
    ['events?filter={number}:near:1', "filter={number}:near:1 is invalid. 'near' is not a valid operator."],
    ['events?filter={number}:eq', "filter={number}:eq is invalid. Binary operator 'eq' must have a value."],
    ['events?filter={number}:eq:', "filter={number}:eq: is invalid. Binary operator 'eq' must have a value."],
    [
      'events?filter={number}::1',
      "filter={number}::1 is invalid. UID '{number}' is missing an operator (or has too many ':').",
    ],
    ['events?filter={number}:null:1', "filter={number}:null:1 is invalid. Unary operator 'null' cannot have a value."],
    [
      'events?filter={number}:gt:1:lt:2:ne:3:ne:4',
      'filter={number}:gt:1:lt:2:ne:3:ne:4 is invalid. A maximum of three operators can be used in a filter.',
    ],
    [
      'events?order=abcdefghijk',
      "Cannot order by 'abcdefghijk' as its neither a data element nor a tracked entity attribute. Events can be ordered by event fields, data elements and tracked entity attributes.",
    ],
    [
      'events?order=occurredAt:up',
      "order parameter is invalid. 'occurredAt:up' should be a field and a direction such as occurredAt:desc. Valid directions are 'asc' and 'desc'.",
    ],
    ['events?page=0', "Value '0' is not valid for parameter page. It must be a whole number from 1 to 2147483647"],
    [
      'events?pageSize=-3',
      "Value '-3' is not valid for parameter pageSize. It must be a whole number from 1 to 2147483647",
    ],
    ['events?page=1.5', "Value '1.5' is not valid for parameter page. It should be of type Integer"],
    [
      'events?paging=false&page=2',
      'Paging cannot be disabled with paging=false while also requesting a paginated response with page, pageSize and/or totalPages=true',
    ],
    [
      'events?paging=true&skipPaging=true',
      "Paging can either be enabled or disabled. Prefer 'paging' as 'skipPaging' will be removed.",
    ],
    ['enrollments?program={register}', 'Program specified is not a tracker program: {register}'],
    ['enrollments?order=status', `order parameter is invalid. Cannot order by 'status'. ${ENROLLMENT_ORDER}`],
    [
      'enrollments?order=createdAt,createdAt:desc',
      `order parameter is invalid. 'createdAt' are repeated. ${ENROLLMENT_ORDER}`,
    ],
    ['enrollments?trackedEntityType=abcdefghijk', 'Tracked entity type is specified but does not exist: abcdefghijk'],
    ['trackedEntities', 'Either `program`, `trackedEntityType` or `trackedEntities` should be specified'],
    [
      'trackedEntities?program={program}&trackedEntityType={type}',
      '`program` and `trackedEntityType` cannot be specified simultaneously',
    ],
    [
      'trackedEntities?program={program}&programStage={stage}',
      'Program does not contain the specified programStage: {stage}',
    ],
    [
      'trackedEntities?trackedEntityType={type}&enrollmentStatus=ACTIVE',
      '`program` must be defined when `enrollmentStatus` is defined',
    ],
    [
      'trackedEntities?trackedEntityType={type}&enrollmentOccurredBefore=2024',
      '`program` must be defined when `enrollmentOccurredBefore` is defined',
    ],
    ['trackedEntities?program={program}&eventStatus=ACTIVE', TOGETHER],
    ['trackedEntities?program={program}&eventOccurredAfter=2024-01-01&eventOccurredBefore=2025', TOGETHER],
    [
      'trackedEntities?program={program}&orgUnitMode=SELECTED',
      'At least one org unit or tracked entity is required for orgUnitMode: SELECTED. Please add one of the two or use a different orgUnitMode.',
    ],
    [
      'trackedEntities?program={program}&order=abcdefghijk',
      "Cannot order by 'abcdefghijk' as its not a tracked entity attribute. Tracked entities can be ordered by fields and tracked entity attributes.",
    ],
    [
      'trackedEntities?program={program}&pageSize=50001',
      'Invalid page size: 50001. It must not exceed the system limit of KeyTrackedEntityMaxLimit 50000.',
    ],
    ['relationships', "Missing required parameter 'trackedEntity', 'enrollment', 'event' or 'relationships'."],
    [
      'relationships?trackedEntity={entity}&event={event}',
      "Only one of parameters 'trackedEntity', 'enrollment' or 'event' is allowed.",
    ],
  ])('%s', async (path, message) => {
    const { status, json } = await server.request(`/api/tracker/${filled(path)}`);
    expect([status, json.message]).toEqual([400, filled(message)]);
  });

  it('and an object that is not there is not found', async () => {
    const { status, json } = await server.request('/api/tracker/relationships?enrollment=abcdefghijk');
    expect([status, json.errorCode, json.message]).toEqual([
      404,
      'E1005',
      'Enrollment with id abcdefghijk could not be found.',
    ]);
  });
});

const NAMES = [
  ...['program', 'programStage', 'trackedEntityType', 'trackedEntity', 'trackedEntities', 'enrollments', 'events'],
  ...['orgUnits', 'orgUnitMode', 'status', 'enrollmentStatus', 'occurredAfter', 'occurredBefore', 'scheduledAfter'],
  ...['enrolledBefore', 'updatedAfter', 'updatedWithin', 'followUp', 'assignedUserMode', 'assignedUsers', 'filter'],
  ...['filterAttributes', 'includeDeleted', 'order', 'page', 'pageSize', 'totalPages', 'paging', 'fields', 'idScheme'],
  ...['attributeCategoryCombo', 'attributeCategoryOptions', 'eventStatus', 'eventOccurredAfter', 'potentialDuplicate'],
];

it('no nonsense makes the server fail', async () => {
  const piece = fc.constantFrom(
    ...[
      "'",
      '"',
      '\\',
      '%',
      '_',
      ':',
      ',',
      ';',
      '/',
      '[',
      ']',
      '(',
      ')',
      '~',
      '!',
      '*',
      '\0',
      '9',
      '-1',
      'eq',
      'null',
      'é',
      '💥',
      '2024-01-01',
    ],
  );
  const word = fc.oneof(
    fc
      .constantFrom('program', 'type', 'unit', 'entity', 'event', 'attribute', 'number', 'stage')
      .map((name) => `{${name}}`),
    fc.constantFrom(
      'ALL',
      'ACTIVE',
      'true',
      'false',
      '1',
      '99999999999999999999',
      '0001-01-01',
      '9999-12-31',
      '99999999d',
      'occurredAt:desc',
      '*',
    ),
    fc.constantFrom('like', 'gt', 'in', 'sw', 'ne').map((operator) => `{number}:${operator}:`),
    fc.constantFrom('like', 'gt', 'in', 'ew', 'null').map((operator) => `{attribute}:${operator}:`),
  );
  const value = fc.array(fc.oneof(piece, word), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  const query = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { minLength: 1, maxLength: 4 });
  const kind = fc.constantFrom('events', 'enrollments', 'trackedEntities', 'relationships');
  await fc.assert(
    fc.asyncProperty(kind, query, async (plural, pairs) => {
      const text = pairs.map(([name, part]) => `${name}=${encodeURIComponent(filled(part))}`).join('&');
      const { status, text: answer } = await server.request(`/api/tracker/${plural}?${text}`);
      expect([200, 400, 403, 404, 409], answer).toContain(status);
    }),
    { numRuns: 150, endOnFailure: true },
  );
});
