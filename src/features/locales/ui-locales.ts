/** Languages into which the interface of 2.42 is translated (contract: system.md §10). */
export const UI_LOCALES: readonly string[] = (
  'ar ar_EG ar_IQ ar_SD bi bn ckb cs da en es es_419 fr id in_ID km lo mn my nb ne nl or prs ps pt pt_BR ro ru rw si sv tet tg uk ur ' +
  'uz_UZ_Cyrl uz_UZ_Latn vi zh zh_CN'
).split(' ');
