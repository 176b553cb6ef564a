import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { errorsOf, loadTrackerMetadata, rowsOf, trackerImports } from '../../support/tracker.js';
import { between, family, fresh, person, single, T } from '../../support/tracker-objects.js';

const server = testServer();
const { importing } = trackerImports(server);
const { all, one } = rowsOf(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('importStrategy=DELETE', () => {
  it('marks as deleted, with whatever hangs on it', async () => {
    const { entity, enrollment, event, payload } = family();
    await importing(payload);
    const other = fresh('Ent');
    const relationship = fresh('Rel');
    await importing({
      trackedEntities: [person({ trackedEntity: other })],
      relationships: [between(other, entity, { relationship })],
    });
    const { status, json } = await importing(
      { trackedEntities: [{ trackedEntity: entity }] },
      '&importStrategy=DELETE',
    );
    expect([status, json.stats]).toEqual([200, { created: 0, updated: 0, deleted: 1, ignored: 0, total: 1 }]);
    const rows = await all(`
      select deleted from trackedentity where uid = '${entity}' union all select deleted from enrollment where uid = '${enrollment}'
      union all select deleted from event where uid = '${event}' union all select deleted from relationship where uid = '${relationship}'
      union all select not deleted from trackedentity where uid = '${other}'`);
    expect(rows.map(({ deleted }) => deleted)).toEqual([true, true, true, true, true]);
    const again = await importing({ trackedEntities: [{ trackedEntity: entity }] }, '&importStrategy=DELETE');
    expect([again.status, errorsOf(again.json)]).toEqual([409, [`E1114 ${entity}`]]);
  });
});

describe('events of an event program', () => {
  it('hang on its one enrollment', async () => {
    await importing({ events: [single(), single()] });
    const { json } = await importing({ events: [single({ enrollment: 'NobodyAtAll' })] });
    expect(json.stats.created).toBe(1);
    const rows = await all(`
      select enrollment.enrollmentid, enrollment.trackedentityid from enrollment join program using (programid) where program.uid = '${T.eventProgram}'`);
    expect(rows).toMatchObject([{ trackedentityid: null }]);
  });

  it('may say where they belong by category options', async () => {
    const option = await one(`
      select option.uid, option.code, combo.uid as combo from program
      join categorycombos_optioncombos link using (categorycomboid)
      join categoryoptioncombo combo using (categoryoptioncomboid)
      join categoryoptioncombos_categoryoptions member using (categoryoptioncomboid)
      join categoryoption option using (categoryoptionid)
      where program.uid = '${T.comboProgram}' limit 1`);
    const event = fresh('Eve');
    const given = { event, program: T.comboProgram, programStage: T.comboStage };
    const { status, json } = await importing({ events: [single({ ...given, attributeCategoryOptions: option?.uid })] });
    expect(status, JSON.stringify(json)).toBe(200);
    const row = await one(`
      select combo.uid from event join categoryoptioncombo combo on combo.categoryoptioncomboid = event.attributeoptioncomboid where event.uid = '${event}'`);
    expect(row?.uid).toBe(option?.combo);
  });
});
