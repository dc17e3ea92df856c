/** The messages on the stream of one POST, as they come. */
export async function* messagesOf<Message = unknown>(response: Response): AsyncGenerator<Message> {
  const decoder = new TextDecoder();
  let buffered = "";
  for await (const chunk of response.body ?? []) {
    buffered += decoder.decode(chunk as Uint8Array, { stream: true });
    const events = buffered.split("\n\n");
    buffered = events.pop() ?? "";
    for (const event of events) {
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (data) yield JSON.parse(data) as Message;
    }
  }
}
