import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { type EventWorld, ROOT } from '../../support/event-world.js';
import { configureServer } from '../../support/settings.js';

/** What is refused, and how. */
export function refusals(world: EventWorld): void {
  describe('refusals', () => {
    it.each([
      ['E7129', () => `events/query/${'x'.repeat(11)}?dimension=ou:${ROOT}&dimension=pe:2024`],
      [
        'E7130',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&stage=${world.cast.programStage}`,
      ],
      ['E7200', () => `events/query/${world.cast.register}?dimension=pe:2024`],
      ['E7201', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&filter=ou:${ROOT}&dimension=pe:2024`],
      ['E7143', () => `events/query/${world.cast.register}?dimension=ou:nowhere&dimension=pe:2024`],
      [
        'E7203',
        () =>
          `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.number}&value=${world.cast.number}`,
      ],
      [
        'E7204',
        () => `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&aggregationType=SUM`,
      ],
      ['E7205', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&startDate=2024-01-01`],
      [
        'E7206',
        () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&startDate=2024-02-01&endDate=2024-01-01`,
      ],
      ['E7207', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&page=0`],
      ['E7208', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=-1`],
      ['E7209', () => `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&limit=100001`],
      ['E7209', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=100001`],
      [
        'E7210',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&timeField=${world.cast.number}`,
      ],
      ['E7210', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024:NO_DATE`],
      [
        'E7211',
        () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&orgUnitField=OWNER_AT_END`,
      ],
      ['E7212', () => `events/cluster/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&clusterSize=0`],
      ['E7213', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&bbox=1,2,3`],
      [
        'E7215',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.text}-LegSetRng01`,
      ],
      [
        'E7216',
        () =>
          `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&value=${world.cast.number}&aggregationType=NONE`,
      ],
      [
        'E7216',
        () =>
          `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.text}&aggregateData=true`,
      ],
      [
        'E7221',
        () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&coordinateField=somewhere`,
      ],
      [
        'E7219',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.number}&coordinateField=${world.cast.number}`,
      ],
      [
        'E7228',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&fallbackCoordinateField=somewhere`,
      ],
      [
        'E7222',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.number}:GT`,
      ],
      [
        'E7222',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.number}:ABOUT:5`,
      ],
      ['E7222', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&asc=nothing`],
      [
        'E7223',
        () => `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&value=${world.cast.text}`,
      ],
      [
        'E7224',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.programNumber}`,
      ],
      ['E7224', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=nothing`],
      [
        'E7225',
        () => `enrollments/query/${world.cast.program}?dimension=ou:${ROOT}&dimension=${world.cast.programNumber}`,
      ],
      [
        'E7226',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.programStage}.${world.cast.number}`,
      ],
      [
        'E7229',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.number}:GT:NV`,
      ],
      ['E7230', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&headers=nothing`],
      [
        'E7234',
        () =>
          `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.number}:GT:many`,
      ],
      ['E7611', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:sometime`],
      ['E7611', () => `events/query/${world.cast.register}?dimension=ou:${ROOT}&eventDate=sometime`],
      [
        'E7126',
        () => `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&columns=pe;dx&rows=ou`,
      ],
      ['E7127', () => `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&filter=pe:2024&columns=ou&rows=pe`],
    ])('%s for a request that cannot be answered', async (code, path) => {
      expect(await world.refusal(path())).toMatchObject({ status: 409, errorCode: code });
      const table = await world.server.request(`/api/analytics/${path().replace(/^(\w+\/\w+\/\w+)/, '$1.csv')}`);
      expect([table.status, table.text.slice(0, code.length)]).toEqual([409, code]);
    });

    it('E7128 where there are more rows than the system gives at once, E7144 where there is no table', async () => {
      await configureServer(world.server, { keyAnalyticsMaxLimit: '20' });
      try {
        const query = `${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024`;
        expect(await world.refusal(`events/query/${query}&paging=false`)).toMatchObject({ errorCode: 'E7128' });
        expect(await world.refusal(`events/aggregate/${query}&dimension=${world.cast.number}`)).toMatchObject({
          errorCode: 'E7128',
        });
        expect((await world.ask(`events/query/${query}&pageSize=20`)).rows).toHaveLength(20);
      } finally {
        await configureServer(world.server, { keyAnalyticsMaxLimit: '' });
      }
      await sql`alter table ${sql.id(`analytics_event_${world.cast.program.toLowerCase()}`)} rename to elsewhere`.execute(
        world.server.db,
      );
      try {
        expect(
          await world.refusal(`events/query/${world.cast.program}?dimension=ou:${ROOT}&dimension=pe:2024`),
        ).toMatchObject({
          status: 409,
          errorCode: 'E7144',
        });
      } finally {
        await sql`alter table elsewhere rename to ${sql.id(`analytics_event_${world.cast.program.toLowerCase()}`)}`.execute(
          world.server.db,
        );
      }
    });
  });

  it('no request is a fault of the server, whatever stands in it', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        'ou',
        'pe',
        'dx',
        'ao',
        'co',
        'LAST_YEAR',
        '2024',
        'LEVEL-2',
        ROOT,
        'GT',
        'IN',
        'NV',
        '1',
        'psi',
        '',
        ';',
        ':',
        '-',
      ),
      fc.constantFrom('number', 'text', 'unitElement', 'category', 'stage', 'programNumber').map((name) => `#${name}`),
      fc.string({ maxLength: 8 }),
    );
    const name = fc.constantFrom(
      'dimension',
      'filter',
      'stage',
      'eventDate',
      'headers',
      'asc',
      'desc',
      'value',
      'bbox',
      'coordinateField',
      'timeField',
      'orgUnitField',
      'fallbackCoordinateField',
      'startDate',
      'userOrgUnit',
      'relativePeriodDate',
    );
    const parameter = fc.tuple(
      name,
      fc.array(fc.tuple(word, fc.constantFrom(':', ';', '.', '-', ',')), { maxLength: 5 }),
    );
    const path = fc.constantFrom(
      'events/query',
      'events/aggregate',
      'events/cluster',
      'events/count',
      'enrollments/query',
      // DHIS2 has no analytics tables of tracked entities before 2.41.
      ...(layout === '2.40' ? [] : ['trackedEntities/query']),
    );
    await fc.assert(
      fc.asyncProperty(path, fc.array(parameter, { maxLength: 4 }), fc.boolean(), async (kind, parameters, isWhole) => {
        const text = (part: string) =>
          part.startsWith('#') ? String(world.cast[part.slice(1) as keyof EventWorld['cast']]) : part;
        const pairs = parameters.map(([key, parts]): [string, string] => [
          key,
          parts
            .map(([part, sign]) => text(part) + sign)
            .join('')
            .slice(0, -1),
        ]);
        const query = new URLSearchParams(pairs);
        const uid = kind.startsWith('tracked')
          ? world.cast.type
          : kind.startsWith('enroll')
            ? world.cast.program
            : world.cast.register;
        const whole = isWhole ? `dimension=ou:${ROOT}&dimension=pe:2024&clusterSize=1000&pageSize=3&` : '';
        const { status, json } = await world.server.request(`/api/analytics/${kind}/${uid}?${whole}${query}`);
        expect([200, 400, 404, 409], JSON.stringify(json)).toContain(status);
        expect(json?.errorCode ?? '').not.toMatch(/E714[45]/);
      }),
      { numRuns: 80 },
    );
  });
}
