// The tab's title. Pure.
export function tabTitle(unread: number, room: string | undefined): string {
  const name = room === undefined || room === "" ? "socbot" : `${room} – socbot`;
  return unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${name}` : name;
}
