/** What stands at the root while the console has not been built, e.g. under a debugger: a way in, and how to build it. */
export const pageWithoutConsole = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Orderly</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem">
<main>
<h1>Orderly is running</h1>
<p>Its console has not been built: <code>npm run build</code> does that, and <code>npm start</code> does it by itself.</p>
<form method="post" action="__ORDERLY_BASE__/dhis-web-commons-security/login.action">
<p><label>User name <input name="j_username" autocomplete="username" required></label></p>
<p><label>Password <input name="j_password" type="password" autocomplete="current-password" required></label></p>
<p><button>Log in</button></p>
</form>
<p><a href="__ORDERLY_BASE__/api/system/info">System information</a> · <a href="__ORDERLY_BASE__/api/openapi.json">OpenAPI document</a></p>
</main>
</body>
</html>
`;
