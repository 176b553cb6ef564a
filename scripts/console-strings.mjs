/**
 * Collects what the console says. Each folder of `console/src`, and of its pages, has the strings of its code as `en.json`, which this writes, and a file for every
 * other language, to which it adds what is new (as `""`) and from which it takes what is gone. With `--check` it writes nothing and fails when a file is not current
 * or a string has no translation.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'console', 'src');
const OTHER_LANGUAGES = ['fr'];
const isCheck = process.argv.includes('--check');
const problems = [];

const folders = new Map();
for (const file of sourceFiles()) {
  const folder = folderOf(file);
  const strings = folders.get(folder) ?? {};
  collect(file, strings);
  folders.set(folder, strings);
}
const elsewhere = Object.fromEntries(OTHER_LANGUAGES.map((language) => [language, translationsIn(language)]));
for (const [folder, strings] of folders) {
  const keys = Object.keys(strings).sort();
  write(join(folder, 'en.json'), Object.fromEntries(keys.map((key) => [key, strings[key]])));
  for (const language of OTHER_LANGUAGES) {
    const file = join(folder, `${language}.json`);
    const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    write(file, Object.fromEntries(keys.map((key) => [key, known[key] || elsewhere[language][key] || ''])));
    for (const key of keys)
      if (!known[key] && !elsewhere[language][key])
        problems.push(`${relative(source, file)} does not translate “${key}”`);
  }
}
// All folders of a language are loaded together, so that one English text has one translation.
for (const language of OTHER_LANGUAGES) {
  const seen = new Map();
  for (const folder of folders.keys()) {
    const file = join(folder, `${language}.json`);
    for (const [key, text] of Object.entries(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})) {
      const other = seen.get(key);
      if (text && other && other.text !== text)
        problems.push(
          `“${key}” is “${text}” in ${relative(source, file)}, and “${other.text}” in ${relative(source, other.file)}`,
        );
      if (text) seen.set(key, { text, file });
    }
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** What some folder has translated already. */
function translationsIn(language) {
  const files = [...folders.keys()]
    .map((folder) => join(folder, `${language}.json`))
    .filter((file) => existsSync(file));
  const entries = files.flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}

function sourceFiles() {
  return readdirSync(source, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** `src/parts`, `src/pages/jobs`, or `src` itself. */
function folderOf(file) {
  const parts = relative(source, file).split(sep);
  const depth = parts[0] === 'pages' && parts.length > 2 ? 2 : Math.min(1, parts.length - 1);
  return join(source, ...parts.slice(0, depth));
}

/** The strings of `i18n.t('…')` calls, with both numbers where there is a count. */
function collect(file, strings) {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'i18n.t') add(node);
    ts.forEachChild(node, visit);
  };
  const add = ({ arguments: [key, options] }) => {
    const where = `${relative(source, file)}: ${key?.getText()}`;
    if (!key || !ts.isStringLiteralLike(key)) {
      problems.push(`${where} is not a text`);
      return;
    }
    const named = (name) =>
      options?.properties?.find((property) => property.name?.getText() === name && ts.isPropertyAssignment(property))
        ?.initializer.text;
    const hasCount = options?.properties?.some((property) => property.name?.getText() === 'count') === true;
    strings[key.text] = named('defaultValue') ?? key.text;
    if (!hasCount) return;
    if (named('defaultValue_plural') === undefined) problems.push(`${where} has a count, but no defaultValue_plural`);
    strings[`${key.text}_plural`] = named('defaultValue_plural') ?? key.text;
  };
  visit(tree);
}

function write(file, strings) {
  const isEmpty = Object.keys(strings).length === 0;
  const text = isEmpty ? undefined : `${JSON.stringify(strings, undefined, 2)}\n`;
  const found = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (text === found) return;
  if (isCheck) problems.push(`${relative(source, file)} is not current: npm run strings`);
  else if (text === undefined) rmSync(file);
  else writeFileSync(file, text);
}
