import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import {
  addCategory,
  addOption,
  addOptionCombo,
  category,
  combo,
  option,
  optionCombo,
  wholeCombo,
} from '../../support/integrity-objects.js';
import { stored } from '../../support/maintenance/least-row.js';
import type { MadeRow } from '../../support/make-row.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const PATH = '/api/maintenance/categoryOptionComboUpdate/categoryCombo';

describe('option combos of one category combo', () => {
  it('are added, and the answer is the peer’s to the letter', async () => {
    const { db } = server;
    const [female, infant] = [await option(db, { name: 'Girl' }), await option(db, { name: '<1 year' })];
    const [sex, age] = [await category(db), await category(db)];
    await addOption(db, sex, female);
    await addOption(db, age, infant);
    const both = await combo(db, { name: 'Sex and age' });
    await addCategory(db, both, sex, 1);
    await addCategory(db, both, age, 2);
    const { status, json, text } = await server.request(`${PATH}/${both.uid}`, { method: 'POST' });
    expect(status, text).toBe(200);
    expect(json).toEqual({
      httpStatus: 'OK',
      httpStatusCode: 200,
      status: 'OK',
      message: 'Import was successful.',
      response: {
        responseType: 'ImportSummaries',
        status: 'SUCCESS',
        imported: 1,
        updated: 0,
        deleted: 0,
        ignored: 0,
        total: 1,
        importSummaries: [
          {
            responseType: 'ImportSummary',
            status: 'SUCCESS',
            description: 'Added missing category option combo: `Girl, <1 year` for category combo: `Sex and age`',
            importCount: { imported: 1, updated: 0, ignored: 0, deleted: 0 },
            rejectedIndexes: [],
            conflicts: [],
          },
        ],
      },
    });
    const again = await server.request(`/api/42/maintenance/categoryOptionComboUpdate/categoryCombo/${both.uid}`, {
      method: 'PUT',
    });
    expect([again.status, again.json.message, again.json.response.importSummaries]).toEqual([
      200,
      'Import was successful.',
      [],
    ]);
  });

  it('are renamed, deleted and refused; a preview says so before and writes nothing', async () => {
    const { db } = server;
    const made = await wholeCombo(db);
    const { rows } = await sql<{ combo: string; option: string }>`
      select categorycombo.name as combo, categoryoption.name as option from categorycombo, categoryoption
      where categorycombo.uid = ${made.combo.uid} and categoryoption.uid = ${made.option.uid}
    `.execute(db);
    const [names] = rows;
    const [free, used] = [await optionCombo(db, { name: 'Free' }), await optionCombo(db, { name: 'Used' })];
    await addOptionCombo(db, made.combo, free);
    await addOptionCombo(db, made.combo, used);
    await sql`update ${await stored(server.db, 'event')} set attributeoptioncomboid = ${used.id} where uid = (select min(uid) from ${await stored(server.db, 'event')})`.execute(
      db,
    );
    await sql`
      insert into minmaxdataelement (minmaxdataelementid, sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue)
      select nextval('hibernate_sequence'), (select min(organisationunitid) from organisationunit), (select min(dataelementid) from dataelement), ${free.id}::bigint, 1, 2, false
    `.execute(db);

    const preview = await server.request(`${PATH}/${made.combo.uid}?dryRun=true`, { method: 'POST' });
    expect([preview.status, preview.json.status]).toEqual([200, 'WARNING']);
    expect(preview.json.response).toMatchObject({
      responseType: 'MaintenanceReport',
      dryRun: true,
      operations: [
        {
          counts: { categoryoptioncombo: 2, categorycombos_optioncombos: 1, minmaxdataelement: 1 },
          skipped: [{ id: used.uid, name: 'Used' }],
          warnings: [
            'Category option combinations: 1 renamed, 1 removed.',
            'Removed with obsolete category option combinations: 1 min-max value.',
          ],
        },
      ],
    });

    const { status, json } = await server.request(`${PATH}/${made.combo.uid}`, { method: 'POST' });
    expect([status, json.httpStatusCode, json.httpStatus, json.status, json.message]).toEqual([
      409,
      409,
      'Conflict',
      'WARNING',
      'One or more conflicts encountered, please check import summary.',
    ]);
    const { importSummaries, ...totals } = json.response;
    expect(totals).toEqual({
      responseType: 'ImportSummaries',
      status: 'WARNING',
      imported: 0,
      updated: 1,
      deleted: 1,
      ignored: 1,
      total: 3,
    });
    expect(
      importSummaries.map((summary: { status: string; description: string }) => [summary.status, summary.description]),
    ).toEqual([
      ['SUCCESS', `Deleted obsolete category option combo: \`Free\` for category combo: \`${names?.combo}\``],
      [
        'WARNING',
        'Could not delete category option combo: `Used` due to `Object could not be deleted because it is associated with another object: 1 event`',
      ],
      ['SUCCESS', `Update category option combo \`${made.optionCombo.uid}\` name to \`${names?.option}\``],
    ]);
    expect((await server.request(`/api/categoryOptionCombos/${used.uid}?fields=categoryCombo`)).json).toEqual({
      categoryCombo: { id: made.combo.uid },
    });
  });

  it('are each there once when categories are saved at the same time, from several sides', async () => {
    const { db } = server;
    const made = await wholeCombo(db);
    const more = await Promise.all(Array.from({ length: 6 }, () => option(db)));
    const save = async (own: MadeRow) => {
      const path = `/api/categories/${made.category.uid}/categoryOptions/${own.uid}`;
      return await server.request(path, { method: 'POST' });
    };
    const stored = (await server.request(`/api/categories/${made.category.uid}?fields=:owner`)).json;
    const all = [made.option, ...more].map(({ uid }) => ({ id: uid }));
    const answers = await Promise.all([
      ...more.slice(0, 3).map(save),
      server.request(`/api/categories/${made.category.uid}`, {
        method: 'PUT',
        body: { ...stored, categoryOptions: all },
      }),
      server.request(`${PATH}/${made.combo.uid}`, { method: 'POST' }),
      server.request('/api/maintenance/categoryOptionComboUpdate', { method: 'POST' }),
      ...more.slice(3).map(save),
    ]);
    for (const { status, text } of answers) expect([200, 204, 409], text).toContain(status);
    expect((await server.request(`${PATH}/${made.combo.uid}`, { method: 'POST' })).json.response.status).toBe(
      'SUCCESS',
    );
    const { rows } = await sql<{ option: number }>`
      select member.categoryoptionid as option
      from categorycombos_optioncombos as link
      join categoryoptioncombos_categoryoptions as member on member.categoryoptioncomboid = link.categoryoptioncomboid
      where link.categorycomboid = ${made.combo.id}
    `.execute(db);
    expect(new Set(rows.map((row) => row.option)).size).toBe(rows.length);
    // On a busy machine some wait too long for the others and are refused; what was saved has its option combos.
    const { rows: options } = await sql<{ option: number }>`
      select member.categoryoptionid as option
      from categories_categoryoptions as member join category using (categoryid)
      where category.uid = ${made.category.uid}
    `.execute(db);
    expect(answers.filter(({ status }) => status !== 409).length).toBeGreaterThan(0);
    expect(options.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.option)).toEqual(expect.arrayContaining(options.map((row) => row.option)));
  });

  it('cannot be made of a combo without categories, nor with a category without options', async () => {
    const { db } = server;
    const [empty, hollow, hole] = [await combo(db), await combo(db), await category(db)];
    await addCategory(db, hollow, hole);
    for (const { uid } of [empty, hollow]) {
      const { status, json } = await server.request(`${PATH}/${uid}`, { method: 'PUT' });
      expect([status, json.status, json.message, json.response.status]).toEqual([
        409,
        'ERROR',
        'An error occurred, please check import summary.',
        'ERROR',
      ]);
      expect(json.response.importSummaries).toEqual([
        {
          responseType: 'ImportSummary',
          status: 'ERROR',
          description: `Category combo ${uid} is invalid, could not update option combos`,
          importCount: { imported: 0, updated: 0, ignored: 0, deleted: 0 },
          rejectedIndexes: [],
          conflicts: [],
        },
      ]);
    }
  });

  it('of a combo that is not there are no matter of 404, and need the authority', async () => {
    const unknown = await server.request(`${PATH}/xyz`, { method: 'POST' });
    expect([unknown.status, unknown.json.message, unknown.json.errorCode]).toEqual([
      409,
      'CategoryCombo does not exist: xyz',
      undefined,
    ]);
    const clerk = await users.make(['F_CATEGORY_COMBO_PUBLIC_ADD']);
    const refused = await server.request(`${PATH}/xyz`, { method: 'POST', user: clerk.login });
    expect([refused.status, refused.json.message]).toEqual([
      403,
      'Access is denied, requires one Authority from [F_PERFORM_MAINTENANCE]',
    ]);
    expect((await server.request(`${PATH}/xyz`)).status).toBe(405);
    const keeper = await users.make(['F_PERFORM_MAINTENANCE']);
    expect((await server.request(`${PATH}/bjDvmb4bfuf`, { method: 'POST', user: keeper.login })).status).toBe(200);
  });
});

it.each(['categoryOptionComboUpdate', 'ouPathsUpdate', 'expiredInvitationsClear'])(
  '%s answers as the path’s version does, does by its flag what it does by its path, and what its preview said',
  async (name) => {
    const preview = await server.request(`/api/maintenance/${name}?dryRun=true`, { method: 'POST' });
    const done = await server.request(`/api/maintenance?${name}=true&report=true`, { method: 'PUT' });
    expect([preview.status, done.status]).toEqual([200, 200]);
    const [said, did] = [preview, done].map(({ json }) => json.response.operations[0]);
    // Beside a DHIS2 what was done says, too, that its caches are to be cleared.
    const warnings = did.warnings.filter((warning: string) => !(layout && warning.startsWith('DHIS2 may still have')));
    expect({ ...did, warnings, duration: 0 }).toEqual({ ...said, duration: 0 });
    expect([did.operation, did.status]).toEqual([name, did.skipped.length > 0 ? 'WARNING' : 'SUCCESS']);
    expect((await server.request(`/api/maintenance/${name}`, { method: 'POST' })).status).toBe(204);
    expect((await server.request(`/api/43/maintenance/${name}`, { method: 'PUT' })).status).toBe(200);
  },
);
