// An OpenID provider as oidc-provider makes it. Any name can sign in; "unverified" has an e-mail address that nobody verified, and
// "heir-of-NAME" has the one that NAME has.
import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const callback = process.argv[3];

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'corebus',
    client_secret: 'the secret of the client',
    redirect_uris: [callback],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }, {
    client_id: 'agent',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/agent'],
    application_type: 'native',
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  features: {
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (context, resource) => ({
        scope: 'read write',
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
      }),
    },
  },
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified', 'groups'] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id.replace(/^heir-of-/, '')}@example.com`,
      email_verified: !id.startsWith('unverified'),
      groups: ['staff', 'others'],
    }),
  }),
});

provider.listen(port, '127.0.0.1', () => console.log('listening'));
