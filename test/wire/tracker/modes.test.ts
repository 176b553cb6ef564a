import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, rowsOf, trackerImports, trackerRows } from '../../support/tracker.js';
import { between, family, person, single, T } from '../../support/tracker-objects.js';

const server = testServer();
const { importing } = trackerImports(server);
const { one } = rowsOf(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('importMode=VALIDATE', () => {
  it('writes nothing at all and tells what COMMIT would do', async () => {
    const { entity, payload } = family();
    await importing({ trackedEntities: [person({ trackedEntity: entity })] });
    const mixed = {
      ...payload,
      events: [single(), single({ orgUnit: 'x' })],
      relationships: [between(entity, entity)],
    };
    const before = await trackerRows(server);
    const told = await importing(mixed, '&importMode=VALIDATE&atomicMode=OBJECT&reportMode=FULL');
    expect(await trackerRows(server)).toBe(before);
    const done = await importing(mixed, '&atomicMode=OBJECT&reportMode=FULL');
    const withoutUids = (json: unknown) => JSON.stringify(json).replace(/"uid":"\w+"|\["\w{11}"\]|`\w{11}`/g, '');
    expect(withoutUids(told.json)).toBe(withoutUids(done.json));
    expect(done.json.stats).toEqual({ created: 3, updated: 1, deleted: 0, ignored: 2, total: 6 });
  });
});

describe('atomicMode', () => {
  const payload = () => ({ events: [single(), single({ orgUnit: 'x' })] });

  it('ALL stores nothing when there is an error', async () => {
    const before = await trackerRows(server);
    const { status, json } = await importing(payload());
    expect(status).toBe(409);
    expect(json).toMatchObject({
      status: 'ERROR',
      validationReport: {
        errorReports: [
          {
            errorCode: 'E1011',
            message: 'Could not find OrganisationUnit: `x`, linked to Event.',
            trackerType: 'EVENT',
            args: ['x'],
            path: 'events[1]',
          },
        ],
      },
      stats: { created: 0, updated: 0, deleted: 0, ignored: 2, total: 2 },
    });
    expect(json.bundleReport).toBeUndefined();
    expect(await trackerRows(server)).toBe(before);
  });

  it('OBJECT stores the rest', async () => {
    const { status, json } = await importing(payload(), '&atomicMode=OBJECT');
    expect([status, json.status]).toEqual([200, 'WARNING']);
    expect(json.stats).toEqual({ created: 1, updated: 0, deleted: 0, ignored: 1, total: 2 });
    expect(json.bundleReport.typeReportMap.EVENT.objectReports).toMatchObject([{ index: 0 }]);
  });
});

describe('id schemes', () => {
  it('find metadata by code, name and attribute', async () => {
    const names = await one(`
      select unit.code as unit, program.name as program, stage.name as stage, element.code as element
      from organisationunit unit, program, programstage stage, dataelement element
      where unit.uid = '${T.unit}' and program.uid = '${T.eventProgram}' and stage.uid = '${T.eventStage}' and element.uid = '${T.number}'`);
    await sql`update programstage set attributevalues = '{"AttrOfStage":{"value":"the stage"}}' where uid = ${T.eventStage}`.execute(
      server.db,
    );
    const event = {
      program: names?.program,
      programStage: 'the stage',
      orgUnit: names?.unit,
      occurredAt: '2020-01-01',
      dataValues: [{ dataElement: names?.element, value: '3' }],
    };
    const schemes =
      '&orgUnitIdScheme=CODE&programIdScheme=name&programStageIdScheme=ATTRIBUTE:AttrOfStage&dataElementIdScheme=CODE';
    const { status, json } = await importing({ events: [event] }, schemes);
    expect(status, JSON.stringify(json)).toBe(200);
    expect((await importing({ events: [event] })).status).toBe(409);
  });
});
