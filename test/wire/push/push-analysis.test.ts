import { sql } from 'kysely';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import { aggregateTables } from '../../support/analytics-tables.js';
import { type DashboardFixture, makeDashboard, ROOT } from '../../support/dashboard-fixture.js';
import { DEMO_DATE } from '../../support/database.js';
import { jobsOf } from '../../support/jobs.js';
import { testMailServer } from '../../support/mail.js';
import { lookAt, type SeenPicture } from '../../support/pictures.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const BASE_URL = 'https://hmis.example.org/moh';
const server = testServer({
  demo: true,
  clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) },
  flags: { baseUrl: BASE_URL },
});
const post = testMailServer();
const jobs = jobsOf(server);
const users = makeUsers(server);

let fixture: DashboardFixture;
let page = '';

beforeAll(async () => {
  await server.runJob(aggregateTables());
  fixture = await makeDashboard(server);
  page = await render(fixture.pushAnalysis);
});

async function render(pushAnalysis: string, user?: string): Promise<string> {
  const answer = await server.request(`/api/pushAnalysis/${pushAnalysis}/render`, {
    headers: { accept: 'text/html' },
    ...(user !== undefined && { user }),
  });
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html;charset=UTF-8');
  return answer.text;
}

/** The card of an item, by what its title begins with. */
function cardOf(html: string, title: string): string {
  const card = html.split('class="card"').find((part) => part.includes(`>${title}`));
  if (card === undefined) throw new Error(`No card ${title}`);
  return card;
}

async function pictureOf(html: string, title: string): Promise<SeenPicture> {
  const data = /src="data:image\/png;base64,([^"]+)"/.exec(cardOf(html, title))?.[1];
  if (data === undefined) throw new Error(`No picture in ${title}`);
  return await lookAt(Buffer.from(data, 'base64'));
}

/** Numbers of a table by row and column. */
const numbersOf = (card: string): readonly (readonly number[])[] =>
  [...card.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .map(([, row = '']) => [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell = '']) => cell))
    .filter((cells) => cells.length > 1)
    .map((cells) => cells.map((cell) => Number(cell.replaceAll('\u00a0', ''))));

async function analytics(query: string): Promise<ReadonlyMap<string, number>> {
  const { json } = await server.request(`/api/analytics?${query}`);
  return new Map(json.rows.map((row: readonly string[]) => [row.slice(0, -1).join(), Number(row.at(-1))]));
}

interface District {
  readonly id: number;
  readonly name: string;
  readonly uid: string;
}

async function districts(): Promise<readonly [District, ...District[]]> {
  const { rows } = await sql<District>`
    select organisationunitid as id, name, uid from organisationunit where hierarchylevel = 2 order by name
  `.execute(server.db);
  const [first, ...others] = rows;
  if (!first) throw new Error('The demo country has no districts.');
  return [first, ...others];
}

/** A user who belongs to a district and sees nothing else. */
async function userOf({ id }: District, options: Parameters<typeof users.make>[1] = {}): Promise<MadeUser> {
  const user = await users.make([], options);
  for (const table of ['usermembership', 'userdatavieworgunits'])
    await sql`
      insert into ${sql.table(table)} (userinfoid, organisationunitid)
      select userinfoid, ${id} from userinfo where uid = ${user.uid}
    `.execute(server.db);
  return user;
}

describe('a rendered dashboard', () => {
  it('has a table with the numbers of the analytics API, and their sums', async () => {
    const { elements } = fixture;
    const answer = await server.request(
      `/api/analytics?dimension=dx:${elements.join(';')}&dimension=pe:QUARTERS_LAST_YEAR&dimension=ou:LEVEL-2;${ROOT}`,
    );
    const { dimensions } = answer.json.metaData;
    const values = new Map<string, number>(
      answer.json.rows.map((row: readonly string[]) => [row.slice(0, 3).join(), Number(row[3])]),
    );
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const rows = dimensions.ou.map((ou: string) => {
      const groups = elements.map((dx) => dimensions.pe.map((pe: string) => values.get([dx, pe, ou].join()) ?? 0));
      return [...groups.flatMap((group) => [...group, sum(group)]), sum(groups.flat())];
    });
    const totals = rows[0].map((_: number, column: number) =>
      sum(rows.map((row: readonly number[]) => row[column] ?? 0)),
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(sum(totals)).toBeGreaterThan(0);
    expect(numbersOf(cardOf(page, 'PIVOT_TABLE'))).toEqual([...rows, totals]);
  });

  it('has one large number for a single value', async () => {
    const values = await analytics(`dimension=dx:${fixture.elements[0]}&filter=pe:LAST_12_MONTHS&filter=ou:${ROOT}`);
    const value = values.get(fixture.elements[0] ?? '') ?? 0;
    expect(value).toBeGreaterThan(1_000);
    expect(cardOf(page, 'SINGLE_VALUE')).toContain(`>${value.toLocaleString('en-US').replaceAll(',', '\u00a0')}</div>`);
  });

  it.each([
    ['COLUMN', '#a8bf24', '#518cc3'],
    ['STACKED_COLUMN', '#a8bf24', '#518cc3'],
    ['BAR', '#47792c'],
    ['PIE', '#a8bf24', '#518cc3', '#d74554'],
    ['GAUGE', '#518cc3', '#e8edf2'],
  ])('has a picture of %s in its colours', async (title, ...colors) => {
    const picture = await pictureOf(page, title);
    expect(picture.width).toBe(1_300);
    for (const color of colors) expect(picture.colors.get(color), color).toBeGreaterThan(0.003);
  });

  it.each(['LINE', 'STACKED_AREA', 'RADAR', 'SCATTER', 'YEAR_OVER_YEAR_LINE', 'Map'])(
    'has a picture of %s that is not blank',
    async (title) => {
      const { colors } = await pictureOf(page, title);
      expect(Math.max(...colors.values())).toBeLessThan(0.98);
      expect(colors.size).toBeGreaterThan(20);
    },
  );

  it('has a map whose legend counts the districts', async () => {
    const values = await analytics(
      `dimension=dx:${fixture.elements[0]}&dimension=ou:LEVEL-2;${ROOT}&filter=pe:LAST_12_MONTHS`,
    );
    const counts = [...cardOf(page, 'Map').matchAll(/: <strong[^>]*>(\d+)<\/strong>/g)].map(([, count]) =>
      Number(count),
    );
    expect(counts.length).toBe(5);
    expect(counts.reduce((total, count) => total + count, 0)).toBe(values.size);
    expect(cardOf(page, 'Map')).toContain('The layer Outbreaks of this map is not shown in mails.');
  });

  it('says what it does not show', () => {
    expect(cardOf(page, 'BUBBLE')).toContain('Visualizations of the type Bubble are not shown in mails.');
    expect(cardOf(page, 'Events')).toContain('Visualizations of events are not shown in mails.');
    expect(cardOf(page, 'my &lt;app&gt;')).toContain('Apps are not shown in mails.');
    expect(page).toContain(`href="${BASE_URL}/api/apps/my%20%3Capp%3E/index.html"`);
  });

  it('lists resources as links', () => {
    expect(cardOf(page, 'Resources')).toMatch(/<a href="https:\/\/example.org\/guide"[^>]*>Guide &lt;\w{11}&gt;<\/a>/);
  });

  it('speaks the language of the user where somebody translated', async () => {
    const user = await users.make([]);
    await sql`
      update visualization set title = 'Quarters', translations = '[{"property": "TITLE", "locale": "fr", "value": "Trimestres"}]'
      where uid = ${fixture.visualizations.PIVOT_TABLE}
    `.execute(server.db);
    await server.request(`/api/userSettings/keyDbLocale?userId=${user.uid}&value=fr`, { method: 'POST' });
    expect(cardOf(await render(fixture.pushAnalysis, user.login), 'PIVOT_TABLE')).toContain('>Trimestres</div>');
    expect(cardOf(await render(fixture.pushAnalysis), 'PIVOT_TABLE')).toContain('>Quarters</div>');
  });

  it('says when there are no data', () => {
    expect(cardOf(page, 'EMPTY')).toContain('No data for this item.');
  });

  it('lets no name or text become markup', () => {
    expect(page).not.toMatch(/<script|<b>|<i>/);
    expect(page).toContain(`COLUMN &lt;b&gt;of&lt;/b&gt; &quot;${fixture.group}&quot;`);
    expect(page).toContain(
      'Read <strong>this</strong> first: &lt;script&gt;alert(1)&lt;/script&gt; <a href="https://example.org/help"',
    );
    expect(page).toContain('Dear all,<br>these are the <em>numbers</em> of &lt;i&gt;this&lt;/i&gt; month.');
  });

  it('fetches nothing from elsewhere and links to this server', () => {
    expect(page).not.toMatch(/<(?:link|iframe|object|script)|url\(/);
    expect([...page.matchAll(/src="(.{5})/g)].map(([, begin]) => begin)).toEqual(Array(11).fill('data:'));
    expect(page).toContain(`href="${BASE_URL}/dhis-web-dashboard/#/${fixture.dashboard}"`);
  });
});

describe('what a user may not see', () => {
  it('is not on the page: organisation units outside of their view', async () => {
    const [own, ...others] = await districts();
    const { pushAnalysis } = await makeDashboard(server, { places: ['USER_ORGUNIT'], whole: ['USER_ORGUNIT'] });
    const user = await userOf(own);
    const seen = await render(pushAnalysis, user.login);
    expect(seen).toContain(own?.name);
    for (const { name } of others) expect(seen).not.toContain(name);
    const numbers = numbersOf(cardOf(seen, 'PIVOT_TABLE'));
    const values = await analytics(
      `dimension=dx:${fixture.elements[0]}&filter=pe:QUARTERS_LAST_YEAR&filter=ou:${own?.uid}`,
    );
    expect(numbers[0]?.[4]).toBe(values.get(fixture.elements[0] ?? ''));
    const forbidden = await render(fixture.pushAnalysis, user.login);
    for (const { name } of others) expect(forbidden).not.toContain(name);
    expect(cardOf(forbidden, 'PIVOT_TABLE')).toContain(
      `This item cannot be shown: User: \`${user.username}\` is not allowed to view org unit: \`${ROOT}\``,
    );
  });

  it('is named neither: visualizations and dashboards that are not shared', async () => {
    const user = await users.make([]);
    const { visualizations, pushAnalysis, dashboard } = await makeDashboard(server);
    await sql`
      update visualization set sharing = '{"public": "--------"}' where uid = ${visualizations.PIE}
    `.execute(server.db);
    const seen = await render(pushAnalysis, user.login);
    expect(seen).toContain('You may not see this visualization.');
    expect(seen).not.toContain('PIE');
    await sql`update dashboard set sharing = '{"public": "--------"}' where uid = ${dashboard}`.execute(server.db);
    const { status, json } = await server.request(`/api/pushAnalysis/${pushAnalysis}/render`, { user: user.login });
    expect(status).toBe(403);
    expect(json.message).toContain('is not allowed to read the dashboard');
  });
});

describe('a push analysis that is sent', () => {
  it('brings each member the dashboard as they see it, with its pictures', async () => {
    await configureServer(server, post.settings);
    const { pushAnalysis, group } = await makeDashboard(server, { places: ['USER_ORGUNIT'], whole: ['USER_ORGUNIT'] });
    const [here, there] = await districts();
    if (!there) throw new Error('The demo country has one district only.');
    await userOf(here, { groups: [group], email: 'here@example.org' });
    await userOf(there, { groups: [group], email: 'there@example.org' });
    const run = await jobs.run('PUSH_ANALYSIS', { pushAnalysis: [pushAnalysis] });
    expect([run.state, run.message]).toEqual(['done', '2 mails sent']);
    expect(post.mails.map(({ to }) => to)).toEqual(
      expect.arrayContaining([['here@example.org'], ['there@example.org']]),
    );
    for (const [address, own, other] of [
      ['here@example.org', here, there],
      ['there@example.org', there, here],
    ] as const) {
      const mail = post.mails.find(({ to }) => to.includes(address));
      const {
        subject,
        html,
        text = '',
        attachments,
      } = await simpleParser(Buffer.from(mail?.raw ?? '', 'latin1'), {
        skipImageLinks: true,
      });
      expect(subject).toBe('Monthly overview');
      if (!html) throw new Error('The mail has no HTML.');
      const values = await analytics(
        `dimension=dx:${fixture.elements[0]}&filter=pe:QUARTERS_LAST_YEAR&filter=ou:${own.uid}`,
      );
      expect(numbersOf(cardOf(html, 'PIVOT_TABLE'))[0]?.[4]).toBe(values.get(fixture.elements[0] ?? ''));
      expect(html).toContain(own.name);
      expect(html + text).not.toContain(other.name);
      expect(text).toContain(`Open the dashboard: ${BASE_URL}/dhis-web-dashboard/#/`);
      const used = [...html.matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
      expect(used).toHaveLength(11);
      expect(html).not.toContain('src="data:');
      expect(attachments.map(({ cid }) => cid)).toEqual(used);
      for (const { contentType, content } of attachments) {
        expect(contentType).toBe('image/png');
        expect((await lookAt(content)).width).toBe(1_300);
      }
    }
  });
});
