/** Of the stack, its StatefulSet, its services and its container. */
export const NAME = 'rabbitmq';

/** The user and the virtual host of the load: what a new cluster makes by itself. */
export const USER = 'holdfast';
export const VHOST = 'holdfast';
