// What the dApp takes from a store of content: the bytes of a CID, and nothing else however it comes.
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cidOf } from "@commonmind/sdk/content";
import { expect } from "chai";
import { fetchContent, StoreError } from "../../frontend/src/modules/contribute/pieces/store.ts";

describe("A list of pieces from the store", () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;

  before(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const refused = async (cid: string) => {
    try {
      await fetchContent(url, cid);
    } catch (error) {
      expect(error).to.be.instanceOf(StoreError);
      return (error as StoreError).message;
    }
    throw new Error("It was taken.");
  };
  const list = "Drei Sprichwörter auf Quechua";

  it("is taken if its bytes are those of its name, in however many portions they come", async () => {
    const bytes = Buffer.from(list);
    answer = (_, response) => {
      // In the middle of a letter.
      response.write(bytes.subarray(0, 15));
      setTimeout(() => response.end(bytes.subarray(15)), 20);
    };
    expect(await fetchContent(url, await cidOf([bytes]))).to.equal(list);
  });

  it("isn't taken if its bytes are others", async () => {
    answer = (_, response) => response.end(`${list}.`);
    expect(await refused(await cidOf([Buffer.from(list)]))).to.match(/isn’t what was stored/);
  });

  it("is let go of where it has no end", async () => {
    let closed = () => {};
    const letGo = new Promise<void>((resolve) => {
      closed = resolve;
    });
    answer = (_, response) => {
      const portion = Buffer.alloc(1_000_000);
      response.once("close", closed);
      const more = () => {
        while (!response.destroyed && response.write(portion));
      };
      response.on("drain", more);
      more();
    };
    expect(await refused("bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy")).to.match(
      /too long for a page/,
    );
    await letGo;
  });

  it("is told apart: not there, withdrawn, and no store at all", async () => {
    answer = (_, response) => response.writeHead(404).end();
    expect(await refused("a")).to.match(/isn’t in the store/);
    answer = (_, response) => response.writeHead(410).end();
    expect(await refused("a")).to.match(/was withdrawn/);
    answer = (_, response) => response.destroy();
    expect(await refused("a")).to.match(/doesn’t answer/);
  });
});
