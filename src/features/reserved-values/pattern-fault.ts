/** Why a pattern cannot be used, or why no value can be made of it, as a sentence. */
export class PatternFault extends Error {}
