import type { FastifyInstance } from 'fastify';

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #212934; background: #f3f5f7; margin: 0; display: grid; place-items: center; min-height: 100vh; }
  main { background: #fff; border: 1px solid #d5dde5; border-radius: 4px; padding: 32px; max-width: 560px; width: calc(100% - 96px); }
  h1 { font-size: 1.4rem; margin: 0 0 1rem; } label { display: block; margin: 1rem 0 .25rem; }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: 8px; border: 1px solid #a0adba; border-radius: 3px; }
  button { font: inherit; margin-top: 1.5rem; padding: 8px 24px; border: 0; border-radius: 3px; background: #1565c0; color: #fff; cursor: pointer; }
  .error { color: #b71c1c; } code { background: #f3f5f7; padding: 1px 4px; } a { color: #1565c0; }
`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body>
</html>
`;

const loginPage = (contextPath: string, failed: boolean): string =>
  page(
    'Log in to Orderly',
    `<h1>Log in to Orderly</h1>
${failed ? '<p class="error" role="alert">User name or password is wrong, or the account cannot be used.</p>' : ''}
<form method="post" action="${contextPath}/dhis-web-commons-security/login.action">
<label for="name">User name</label><input id="name" name="j_username" autocomplete="username" autofocus required>
<label for="password">Password</label><input id="password" name="j_password" type="password" autocomplete="current-password" required>
<button>Log in</button>
</form>`,
  );

const startPage = (contextPath: string): string =>
  page(
    'Orderly',
    `<h1>Orderly is running</h1>
<p>Administration and maintenance server for health information systems. It speaks the DHIS2 administration Web API.</p>
<ul>
<li><a href="${contextPath}/api/system/info">System information</a></li>
<li><a href="${contextPath}/api/system/tasks">Tasks</a></li>
<li><a href="${contextPath}/api/openapi.json">OpenAPI document</a></li>
<li><a href="${contextPath}/dhis-web-commons-security/logout.action">Log out</a></li>
</ul>
<p>Build the analytics tables: <code>POST ${contextPath}/api/resourceTables/analytics</code></p>`,
  );

/** Where a redirect to the login page leads, and what a browser finds at the root. Nothing on these pages comes from elsewhere. */
export function pageRoutes(app: FastifyInstance, contextPath: string): void {
  const config = { anonymous: true };
  for (const path of ['/dhis-web-login/', '/login/']) {
    app.get<{ Querystring: { failed?: string } }>(path, { config }, (request, reply) =>
      reply.type('text/html;charset=UTF-8').send(loginPage(contextPath, request.query.failed === 'true')),
    );
  }
  app.get('/', (_request, reply) => reply.type('text/html;charset=UTF-8').send(startPage(contextPath)));
}
