import type { ComponentType } from 'react';
import { createHashRouter, type RouteObject, RouterProvider } from 'react-router';
import { PAGES } from '../pages';
import type { Page } from '../pages/page';
import { NeedsAuthority } from './needs-authority';
import { NotFound } from './not-found';
import { Shell } from './shell';
import { ViewFailed } from './view-failed';

const viewsOf = (page: Page): readonly RouteObject[] =>
  page.views.map(({ path, load, authorities = page.authorities ?? [] }) => ({
    path: [page.path, path].filter((part) => part !== '').join('/'),
    lazy: async () => {
      const { Component } = await load();
      return { Component: guarded(authorities, Component) };
    },
    errorElement: <ViewFailed />,
  }));

/** The view, for those who may see it. */
function guarded(authorities: readonly string[], View: ComponentType): ComponentType {
  if (authorities.length === 0) return View;
  return function Guarded() {
    return (
      <NeedsAuthority authorities={authorities}>
        <View />
      </NeedsAuthority>
    );
  };
}

const router = createHashRouter([
  {
    path: '/',
    element: <Shell />,
    hydrateFallbackElement: <div />,
    children: [...PAGES.flatMap(viewsOf), { path: '*', element: <NotFound /> }],
  },
]);

export const Router = () => <RouterProvider router={router} />;
