/** Who a request comes from. */
export interface CurrentUser {
  readonly id: number;
  readonly uid: string;
  readonly username: string;
  /** First name and surname. */
  readonly name: string;
  readonly authorities: ReadonlySet<string>;
  /** Has the authority `ALL`. */
  readonly isSuper: boolean;
}

/** Whether the user has the authority; `ALL` has every one. */
export const hasAuthority = (user: CurrentUser, authority: string): boolean =>
  user.isSuper || user.authorities.has(authority);

/** Whether the user has at least one of them; an empty list asks for nothing. */
export const hasAnyAuthority = (user: CurrentUser, authorities: readonly string[]): boolean =>
  authorities.length === 0 || authorities.some((authority) => hasAuthority(user, authority));
