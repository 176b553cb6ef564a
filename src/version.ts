import { readFileSync } from 'node:fs';
import { PROJECT } from './files.js';

/** Orderly's own version. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('package.json', PROJECT), 'utf8')) as { readonly version: string }
).version;
