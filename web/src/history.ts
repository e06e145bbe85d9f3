// What was typed before, for arrow up and down. Pure.

const kMost = 50;

export class CommandHistory {
  private at: number;
  private draft = "";

  constructor(private readonly lines: string[] = []) {
    this.lines.splice(0, Math.max(0, this.lines.length - kMost));
    this.at = this.lines.length;
  }

  // Repeats in a row are kept once.
  add(line: string): void {
    if (line !== "" && this.lines[this.lines.length - 1] !== line) this.lines.push(line);
    if (this.lines.length > kMost) this.lines.shift();
    this.at = this.lines.length;
    this.draft = "";
  }

  // The line before; what stands in the box is kept to come back to.
  older(current: string): string {
    if (this.at === this.lines.length) this.draft = current;
    if (this.at > 0) --this.at;
    return this.lines[this.at] ?? current;
  }

  newer(current: string): string {
    if (this.at === this.lines.length) return current;
    ++this.at;
    return this.at === this.lines.length ? this.draft : (this.lines[this.at] ?? this.draft);
  }

  all(): string[] {
    return [...this.lines];
  }
}
