/** Shown in the menu for apps that bring no icon: header bars need one (contract: clients.md §2). */
export const DEFAULT_ICON = {
  path: '/icons/app.svg',
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 48 48">
<rect width="48" height="48" rx="8" fill="#4a6078"/>
<g fill="#fff"><rect x="10" y="10" width="12" height="12" rx="2"/><rect x="26" y="10" width="12" height="12" rx="2"/><rect x="10" y="26" width="12" height="12" rx="2"/><rect x="26" y="26" width="12" height="12" rx="2"/></g>
</svg>
`,
} as const;
