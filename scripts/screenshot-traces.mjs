/** What the pictures of some pages need to have something to show. */
import { strToU8, zipSync } from 'fflate';

const icon = (color, path) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><rect width="48" height="48" rx="8" fill="${color}"/><path d="${path}" fill="none" stroke="#fff" stroke-width="4"/></svg>`;

const APPS = [
  {
    manifest: {
      name: 'Line Listing',
      short_name: 'line-listing',
      core_app: true,
      version: '101.9.2',
      description: 'Lists of events and enrollments',
      developer: { name: 'DHIS2' },
    },
    icon: icon('#147cd7', 'M12 16h24M12 24h24M12 32h16'),
  },
  {
    manifest: {
      name: 'Stock card',
      version: '2.4.0',
      description: 'What facilities have in store, and what they need',
      developer: { name: 'Supply chain team', company: 'Ministry of Health' },
      activities: { dhis: { namespace: 'stock-card' } },
    },
    icon: icon('#2e7d32', 'M12 34V22m8 12V14m8 20V26m8 8V18'),
  },
  { manifest: { name: 'Bulletin', version: '0.9.1', description: 'The weekly bulletin as a page to print' } },
];

async function install(url, authorization, { manifest, icon: picture }) {
  const files = {
    'manifest.webapp': JSON.stringify({ launch_path: 'index.html', icons: { 48: 'icon.svg' }, ...manifest }),
    'index.html': '<p>An app.</p>',
    ...(picture && { 'icon.svg': picture }),
  };
  const archive = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
  const form = new FormData();
  form.set('file', new Blob([archive]), 'app.zip');
  await fetch(`${url}/api/apps`, { method: 'POST', headers: { authorization }, body: form });
}

/** Some apps, with icons and without. */
export async function installApps(url, authorization) {
  for (const app of APPS) await install(url, authorization, app);
}

/** Questions, an aggregate of somebody's own, and maintenance that chooses others by what was asked. */
export async function useAggregates(ask, ended) {
  const { dataElements } = await ask(
    'GET',
    'dataElements?filter=aggregationType:eq:SUM&filter=domainType:eq:AGGREGATE&fields=id&pageSize=4',
  );
  const elements = dataElements.map(({ id }) => id).join(';');
  const question = `analytics?dimension=dx:${elements}&dimension=ou:LEVEL-2&dimension=pe:LAST_5_YEARS`;
  for (let count = 0; count < 6; count += 1) await ask('GET', `${question}&dimension=co`);
  await ask('POST', '1.0/org/default/project/analytics/cube/DATA_VALUE/aggregates', {
    name: 'Districts by month',
    properties: { notes: 'For the dashboard of the ministry' },
    attributes: ['dx', 'monthly', 'uidlevel2', 'SUM', 'COUNT'],
  });
  // Questions are counted every ten seconds.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  const maintenance = await ask('POST', 'aggregates/maintenance');
  await ended('AGGREGATE_MAINTENANCE', maintenance.response.id);
  for (let count = 0; count < 20; count += 1)
    await ask('GET', `${question}&relativePeriodDate=2026-0${1 + (count % 9)}-15`);
  await new Promise((resolve) => setTimeout(resolve, 11_000));
}
