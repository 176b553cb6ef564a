/**
 * Where the files beside the code are: `src`, or `dist`, where `scripts/build.mjs` puts all code together and copies them. Nothing else may look for files by its own place,
 * which is another in `dist`.
 */
export const CODE = new URL('./', import.meta.url);

/** The folder of the project, or of what is installed of it. */
export const PROJECT = new URL('../', import.meta.url);
