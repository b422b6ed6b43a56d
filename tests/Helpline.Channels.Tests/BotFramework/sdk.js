// The Bot Framework's own SDK in the places of the Bot Service: it writes activities as a channel posts them, it is the connector that our answers go to, and it checks tokens as a
// bot of its own would. One JSON command a line comes in, one JSON answer a line goes out.
"use strict";
const http = require("http");
const readline = require("readline");
const {
  ActivityTypes, ChannelServiceHandlerBase, ChannelServiceRoutes, ConfigurationBotFrameworkAuthentication, MessageFactory, TurnContext,
} = require("botbuilder");

console.error = () => {}; // the SDK writes every token that it refuses

let bearer; // what the next post carries
let authentication;
const received = [];

class Connector extends ChannelServiceHandlerBase {
  authenticate(header) {
    return authentication.authenticateChannelRequest(header);
  }

  async onSendToConversation(claims, conversationId, activity) {
    received.push({ conversationId, activity, isAuthenticated: claims.isAuthenticated });
    return { id: `${received.length}` };
  }
}

// The SDK brings the routes and what they do; the web server is whatever a bot's author has.
function listen(connector) {
  const routes = [];
  const add = method => (path, handler) => routes.push({ method, handler, pattern: new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`) });
  new ChannelServiceRoutes(connector).register({ get: add("GET"), post: add("POST"), put: add("PUT"), delete: add("DELETE") });
  const server = http.createServer((request, response) => {
    for (const { method, pattern, handler } of routes) {
      const match = method === request.method && pattern.exec(request.url);
      if (match) {
        request.params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
        response.status = code => { response.statusCode = code; return response; };
        response.send = body => response.write(typeof body === "string" ? body : JSON.stringify(body));
        return handler(request, response, () => {});
      }
    }
    response.statusCode = 404;
    response.end();
  });
  return new Promise(resolve => server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`)));
}

const commands = {
  async start({ metadataUrl, issuer, appId }) {
    const credentials = {
      isValidAppId: async id => id === appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => ({ signRequest: async request => { request.headers.set("Authorization", `Bearer ${bearer}`); return request; } }),
    };
    authentication = new ConfigurationBotFrameworkAuthentication({
      ChannelService: "local",
      ValidateAuthority: true,
      ToChannelFromBotLoginUrl: issuer,
      ToChannelFromBotOAuthScope: issuer,
      ToBotFromChannelTokenIssuer: issuer,
      OAuthUrl: issuer,
      ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
      CallerId: "urn:botframework:azure",
    }, credentials);
    return { connectorUrl: await listen(new Connector()) };
  },

  async post({ url, token, type, text, id, reference }) {
    const activity = TurnContext.applyConversationReference(
      type === "message" ? MessageFactory.text(text) : type === "typing" ? { type: ActivityTypes.Typing } : { type, membersAdded: [reference.user] }, reference, true);
    activity.id = id;
    activity.timestamp = new Date();
    bearer = token;
    const { status } = await authentication.createBotFrameworkClient().postActivity("from", "to", url, reference.serviceUrl, reference.conversation.id, activity);
    return { status };
  },

  async received() {
    return { received };
  },

  async check({ authorization, activity }) {
    return authentication.authenticateRequest(activity, authorization).then(() => ({ isTaken: true }), error => ({ isTaken: false, why: error.message }));
  },
};

readline.createInterface({ input: process.stdin })
  .on("line", async line => {
    const command = JSON.parse(line);
    const answer = await commands[command.do](command).catch(error => ({ error: `${error.stack}` }));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  })
  .on("close", () => process.exit(0)); // its parent is gone
