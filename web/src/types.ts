// What the console's API says.

export interface Person {
  id: string;
  name: string;
  role: string;
}

export interface Room {
  connection: string;
  room: string;
  name: string;
  class: string;
  all_customers: boolean;
  customers: string[];
}

export interface Me {
  person: Person;
  csrf: string;
  organisation: string;
  status: string;
  demo: boolean;
  rooms: Room[];
  people: Person[];
}

export type Level = "quiet" | "notify" | "page";

// `id` and `thread` are decimal text: they pass 2^53.
export interface Message {
  connection: string;
  room: string;
  id: string;
  revision: number;
  thread?: string;
  customer?: string;
  episode?: string;
  level: Level;
  created: number;
  text?: string;
  card?: object;
  removed?: boolean;
}

export interface MessagePage {
  messages: Message[];
  before?: string;
}

export function roomKey(room: { connection: string; room: string }): string {
  return `${room.connection}/${room.room}`;
}
