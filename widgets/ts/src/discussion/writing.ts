import type { Api } from "../live/api";
import type { Anchor, Comment, CommentVersion, ReactionName, Reactions, Thread } from "../types";
import type { Threads } from "./threads";

/** Everything that is said and done in the discussion, told to the server. */
export class Writing {
  constructor(
    private readonly threads: Threads,
    private readonly api: Api,
    private readonly roomUrl: string,
  ) {}

  async start(anchor: Anchor, body: string, key: string): Promise<Thread> {
    const thread = await this.api.post<Thread>(
      `${this.roomUrl}/threads`,
      { anchor, body },
      { idempotencyKey: key },
    );
    this.threads.put(thread);
    return thread;
  }

  async reply(thread: Thread, body: string, key: string): Promise<void> {
    const url = `${this.roomUrl}/threads/${thread.id}/comments`;
    this.threads.putComment(await this.api.post<Comment>(url, { body }, { idempotencyKey: key }));
  }

  async edit(comment: Comment, body: string): Promise<void> {
    const { version } = comment;
    this.threads.putComment(
      await this.api.patch<Comment>(this.comment(comment), { body, version }),
    );
  }

  async remove(comment: Comment): Promise<void> {
    const url = `${this.comment(comment)}?version=${comment.version}`;
    this.threads.putComment(await this.api.delete<Comment>(url));
  }

  async settle(thread: Thread, resolved: boolean): Promise<void> {
    const url = `${this.roomUrl}/threads/${thread.id}`;
    const { version } = thread;
    this.threads.put(await this.api.patch<Thread>(url, { resolved, version }));
  }

  async react(comment: Comment, name: ReactionName, present: boolean): Promise<void> {
    const url = `${this.comment(comment)}/reactions/${name}`;
    const told = present
      ? await this.api.put<{ reactions: Reactions }>(url, {})
      : await this.api.delete<{ reactions: Reactions }>(url);
    this.threads.putReactions(comment.thread_id, comment.id, told.reactions);
  }

  history(comment: Comment): Promise<CommentVersion[]> {
    return this.api.get<CommentVersion[]>(`${this.comment(comment)}/history`);
  }

  private comment(comment: Comment): string {
    return `${this.roomUrl}/comments/${comment.id}`;
  }
}
