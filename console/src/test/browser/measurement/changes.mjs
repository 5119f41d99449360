/** An item of a product; or that all of them may have changed, after which the page looks its rows up. */
const EVENT = /^event: ?(inventory|reset)$/gm;

/** Counts the changes that reach the page, in the process of the measurement and not in the page. */
export class Changes {
  count = 0;
  #rest = new Map();

  static async follow(session) {
    const changes = new Changes();
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.url.includes('/v1/inventory-changes')) {
        session.send('Network.streamResourceContent', { requestId }).then(
          ({ bufferedData }) => changes.#take(requestId, bufferedData),
          // The stream has already been replaced by the next one.
          () => {},
        );
      }
    });
    session.on('Network.dataReceived', ({ requestId, data }) => {
      if (data !== undefined) {
        changes.#take(requestId, data);
      }
    });
    session.on('Network.loadingFailed', ({ requestId }) => changes.#rest.delete(requestId));
    await session.send('Network.enable');
    return changes;
  }

  reset() {
    this.count = 0;
  }

  /** Counts the events of which the line with the type is complete. */
  #take(requestId, data) {
    const text = (this.#rest.get(requestId) ?? '') + Buffer.from(data, 'base64').toString('latin1');
    const end = text.lastIndexOf('\n') + 1;
    this.count += text.slice(0, end).match(EVENT)?.length ?? 0;
    this.#rest.set(requestId, text.slice(end));
  }
}
