/** A setting that cannot be used; the message names it and says what is needed. It stops the start. */
export class ConfigError extends Error {}
