import { expect, it } from 'vitest';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

it('runs', async () => {
  const made = await server.request('/api/sqlViews', { method: 'POST', body: { name: 'Q', type: 'QUERY', sqlQuery: "select uid, name, hierarchylevel from organisationunit where hierarchylevel = ${l} and name like '%${x}%' order by 1; -- ok" } });
  expect(made.status, made.text).toBe(201);
  const id = made.json.response.uid;
  for (const f of ['', '.json', '.csv', '.xml', '.html', '.html+css', '.xls', '.xlsx', '.pdf']) {
    const t = performance.now();
    const r = await server.request(`/api/sqlViews/${id}/data${f}?var=l:2&var=x:a&filter=name:ilike:e&pageSize=2&fields=name,uid`);
    console.log(f, r.status, Object.fromEntries(r.headers), r.text.slice(0, 900), performance.now() - t);
  }
  const v = await server.request('/api/sqlViews?fields=id,name,type&paging=false');
  for (const { id, type } of v.json.sqlViews) {
    const e = await server.request(`/api/sqlViews/${id}/execute`, { method: 'POST' });
    console.log(type, e.status, e.text);
    const e2 = await server.request(`/api/sqlViews/${id}/execute`, { method: 'POST' });
    console.log(type, e2.status, e2.text);
    const f = await server.request(`/api/sqlViews/${id}/refresh`, { method: 'POST' });
    console.log(type, f.status, f.text);
    const d = await server.request(`/api/sqlViews/${id}/data?skipPaging=true`);
    console.log(type, d.status, d.text.slice(0, 600));
  }
});
