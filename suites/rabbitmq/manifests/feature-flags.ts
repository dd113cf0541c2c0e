/**
 * The feature flags that a new node enables, all of them: those of RabbitMQ 4.0 and Khepri, which keeps definitions as
 * quorum queues keep messages. In 4.0 that is supported, but has to be asked for, with the whole list
 * (www.rabbitmq.com/docs/4.0/metadata-store/how-to-enable-khepri).
 */
export const FEATURE_FLAGS = [
  'classic_mirrored_queue_version',
  'classic_queue_type_delivery_support',
  'direct_exchange_routing_v2',
  'feature_flags_v2',
  'implicit_default_bindings',
  'khepri_db',
  'listener_records_in_ets',
  'maintenance_mode_status',
  'message_containers',
  'message_containers_deaths_v2',
  'quorum_queue',
  'quorum_queue_non_voters',
  'rabbit_exchange_type_local_random',
  'rabbitmq_4.0.0',
  'restart_streams',
  'stream_filtering',
  'stream_queue',
  'stream_sac_coordinator_unblock_group',
  'stream_single_active_consumer',
  'stream_update_config_command',
  'tracking_records_in_ets',
  'user_limits',
  'virtual_host_metadata',
].join(',');
