/** The page of the reference. Addresses are relative to `/docs/`, so that they hold below a context path. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Orderly API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
<link rel="stylesheet" href="look.css">
</head>
<body>
<div id="reference"><p>Loading the description of the API …</p></div>
<noscript>This page needs scripts. The same is at <a href="../api/openapi.json">/api/openapi.json</a>.</noscript>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`;

/** A script of our own page has to say so where the session cookie is sent along (contract: http.md §13). */
export const start = `window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  filter: true,
  validatorUrl: null,
  tryItOutEnabled: false,
  displayRequestDuration: true,
  requestInterceptor: (request) => {
    request.headers['X-Requested-With'] = 'XMLHttpRequest';
    return request;
  },
  onComplete: () => {
    document.querySelector('.servers select')?.setAttribute('aria-label', 'Server');
    document.querySelector('.operation-filter-input')?.setAttribute('aria-label', 'Filter by section');
    document.documentElement.dataset.ready = 'true';
  },
});
`;

/** Colours with enough contrast to be read, and targets that can be hit (WCAG 2.2 AA). */
export const look = `body { margin: 0; background: #fff; }
noscript, #reference > p { display: block; padding: 2rem; font: 16px/1.5 system-ui, sans-serif; }
.swagger-ui .info { margin: 24px 0; }
.swagger-ui .info .title small { background: #4a5568; }
.swagger-ui .info .title small.version-stamp { background: #3f6212; }
.swagger-ui .info .link .url, .swagger-ui .info a { color: #1565c0; }
.swagger-ui .btn.authorize { color: #166534; border-color: #166534; }
.swagger-ui .btn.authorize svg { fill: #166534; }
.swagger-ui .opblock .opblock-summary-path .nostyle { display: inline-block; min-height: 24px; line-height: 24px; }
.swagger-ui .markdown code, .swagger-ui .renderedMarkdown code { color: #6b21a8; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1565c0; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #166534; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #9a3412; }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #115e59; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b91c1c; }
`;
