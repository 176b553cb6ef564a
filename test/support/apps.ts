import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Answer, send } from './server.js';

/** An app that DHIS2's own tests install. */
export const REAL_APP = readFileSync(join(import.meta.dirname, '../data/dhis2-core-e2e/apps/test-app-v1.zip'));

/** A home of a server that is gone after the tests of the file. */
export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'orderly-home-'));
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });
  return home;
}

/** Installs an app as a browser sends it. */
export async function upload(
  url: string,
  archive: Uint8Array,
  { part = 'file', ...options }: { readonly part?: string; readonly user?: string | null } = {},
): Promise<Answer> {
  const form = new FormData();
  form.set(part, new Blob([new Uint8Array(archive)]), 'some app.zip');
  const encoded = new Response(form);
  return await send(`${url}/api/apps`, {
    method: 'POST',
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    body: new Uint8Array(await encoded.arrayBuffer()),
    ...options,
  });
}
