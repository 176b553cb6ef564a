/** Says where the files beside the code are, and has to lie above all of it. */
const FILES = '^src/files\\.ts$';

/** The import rule of the house: an arrow goes down only. docs/decisions/0005-import-rule.md explains it. */
const layer = (name, ...allowed) => ({
  name: `${name}-looks-down-only`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [FILES, `^src/${name}/`, ...allowed.map((folder) => `^src/${folder}/`)] },
});

/** Tests may use the support code and compose what they test. */
const withoutTests = (rule) => ({ ...rule, from: { ...rule.from, pathNot: '\\.test\\.ts$' } });

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '(\\.d\\.ts|main\\.ts)$' },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    withoutTests(layer('kernel')),
    withoutTests(layer('config', 'kernel')),
    withoutTests(layer('database', 'kernel', 'config')),
    withoutTests(layer('http', 'database', 'kernel', 'config')),
    withoutTests(layer('jobs', 'database', 'kernel', 'config')),
    withoutTests(layer('metadata', 'http', 'database', 'kernel')),
    withoutTests(layer('features', 'http', 'jobs', 'metadata', 'database', 'kernel', 'config')),
    withoutTests(layer('demo', 'database', 'kernel')),
    withoutTests(layer('doctor', 'jobs', 'database', 'kernel', 'config', 'cli')),
    withoutTests(layer('cli', 'kernel')),
    {
      name: 'feature-through-its-index',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/features/[^/]+/.+', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'] },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '(\\.test\\.ts$|^test/)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
