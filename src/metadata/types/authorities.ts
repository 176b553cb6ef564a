import type { Authorities } from '../model/authorities.js';

/** `F_<WORD>_PUBLIC_ADD`, `F_<WORD>_PRIVATE_ADD`, `F_<WORD>_DELETE`: how types with sharing name their authorities. */
export const sharedAuthorities = (word: string): Authorities => ({
  createPublic: [`F_${word}_PUBLIC_ADD`],
  createPrivate: [`F_${word}_PRIVATE_ADD`],
  delete: [`F_${word}_DELETE`],
});

/** `F_<WORD>_ADD`, `F_<WORD>_DELETE`: how types without sharing name theirs. */
export const plainAuthorities = (word: string): Authorities => ({
  create: [`F_${word}_ADD`],
  delete: [`F_${word}_DELETE`],
});

/** Everybody may keep objects of their own; an authority is needed to publish them. */
export const personalAuthorities = (word: string): Authorities => ({
  createPublic: [`F_${word}_PUBLIC_ADD`],
  implicitPrivate: true,
});
