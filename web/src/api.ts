// Calls to the console's API.
import type { Me, MessagePage, Room } from "./types";

const kBase = "/console/api/";

// What went wrong, in words for a person; status 0: no answer at all.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(kBase + path, { credentials: "same-origin", ...init });
  } catch {
    throw new ApiError(0, "socbot can't be reached.");
  }
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) {
    const message = (body as { message?: unknown }).message;
    throw new ApiError(response.status, typeof message === "string" ? message : "That did not work.");
  }
  return body as T;
}

function roomPath(room: Room, verb: string): string {
  return `rooms/${encodeURIComponent(room.connection)}/${encodeURIComponent(room.room)}/${verb}`;
}

export class Api {
  private csrf = "";

  async me(): Promise<Me> {
    return this.remember(await call<Me>("me"));
  }

  async become(person: string): Promise<Me> {
    return this.remember(await this.post<Me>("become", { person }));
  }

  async logout(): Promise<void> {
    await this.post("logout", {});
  }

  messages(room: Room, limit: number, before?: string): Promise<MessagePage> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (before !== undefined) query.set("before", before);
    return call<MessagePage>(`${roomPath(room, "messages")}?${query.toString()}`);
  }

  async command(room: Room, text: string, thread?: string): Promise<void> {
    await this.post(roomPath(room, "command"), thread === undefined ? { text } : { text, thread });
  }

  async action(room: Room, message: string, action: string, inputs: Record<string, string>): Promise<void> {
    await this.post(roomPath(room, "action"), { message, action, inputs });
  }

  private remember(me: Me): Me {
    this.csrf = me.csrf;
    return me;
  }

  private post<T>(path: string, body: object): Promise<T> {
    return call<T>(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Socbot-CSRF": this.csrf },
      body: JSON.stringify(body),
    });
  }
}
