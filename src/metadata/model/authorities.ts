/** Authorities that a user needs, any of them; a super user needs none (contract: system.md §11). */
export interface Authorities {
  /** To make objects that everybody may see. */
  readonly createPublic?: readonly string[];
  readonly createPrivate?: readonly string[];
  /** To make and change objects of types without sharing. */
  readonly create?: readonly string[];
  readonly update?: readonly string[];
  readonly delete?: readonly string[];
  readonly read?: readonly string[];
  /** Everybody may make objects of their own. */
  readonly implicitPrivate?: boolean;
}

/** Authorities of which one is needed to make or change objects. */
export function writeAuthorities(authorities: Authorities): readonly string[] {
  const { createPublic = [], createPrivate = [], create = [], update = [] } = authorities;
  return [...createPublic, ...createPrivate, ...create, ...update];
}
